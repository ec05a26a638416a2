using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Connectors.ResponsesWebSocket.Tests.Settings;

/// <summary>S16a, S17 and P21: response formats of the SDK, of Microsoft.Extensions.AI and in the shapes of both APIs.</summary>
[Trait("Acceptance", "16")]
public sealed class ResponseFormatFormsTests
{
    private const string Schema = """{"type":"object"}""";

    public static TheoryData<object, string> Forms => new()
    {
        { new SdkModel("""{"type":"text"}"""), """{"type":"text"}""" },
        { new SdkModel("""{"type":"json_object"}"""), """{"type":"json_object"}""" },
        {
            new SdkModel("{\"type\":\"json_schema\",\"json_schema\":{\"description\":\"d\",\"name\":\"N\",\"schema\":" + Schema + ",\"strict\":true}}"),
            "{\"type\":\"json_schema\",\"name\":\"N\",\"description\":\"d\",\"strict\":true,\"schema\":" + Schema + "}"
        },
        { ("{\"type\":\"json_schema\",\"name\":\"N\",\"strict\":true,\"schema\":" + Schema + "}").Json(), "{\"type\":\"json_schema\",\"name\":\"N\",\"strict\":true,\"schema\":" + Schema + "}" },
        { JsonNode.Parse(Schema)!, "{\"type\":\"json_schema\",\"name\":\"JsonSchema\",\"schema\":" + Schema + "}" },
        { JsonDocument.Parse(Schema), "{\"type\":\"json_schema\",\"name\":\"JsonSchema\",\"schema\":" + Schema + "}" },
        { """{"type":"json_object"}""".Json(), """{"type":"json_object"}""" },
        { ChatResponseFormat.Text, """{"type":"text"}""" },
        { ChatResponseFormat.Json, """{"type":"json_object"}""" },
        { ChatResponseFormat.ForJsonSchema(Schema.Json(), "a name", "d"), "{\"type\":\"json_schema\",\"name\":\"a_name\",\"description\":\"d\",\"schema\":" + Schema + "}" },
        { ("{\"type\":\"json_schema\",\"json_schema\":{\"name\":null,\"strict\":\"true\",\"schema\":" + Schema + "}}").Json(), "{\"type\":\"json_schema\",\"name\":\"JsonSchema\",\"schema\":" + Schema + "}" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task S16_P21_Each_form_is_flat_on_the_wire(object format, string expected)
    {
        (await FormatOf(format)).ShouldBeJson(expected);
    }

    [Theory]
    [InlineData("""{"type":"json_schema","json_schema":"x"}""")]
    [InlineData("""{"type":"json_schema","name":"N"}""")]
    public async Task S16d_A_named_format_without_a_schema_is_refused(string format)
    {
        var asking = () => FormatOf(format.Json());

        await asking.Should().ThrowAsync<ArgumentException>().WithMessage("*json_schema has no schema*");
    }

    [Fact]
    public async Task P21_A_name_has_64_characters_at_most()
    {
        (await FormatOf(typeof(Pair<Pair<Pair<AnUncommonlyLongNameOfAType>>>))).Text("name").Should().Be("PairPairPairAnUncommonlyLongNameOfAType");
        (await FormatOf(ChatResponseFormat.ForJsonSchema(Schema.Json(), new string('n', 70)))).Text("name").Should().Be(new string('n', 64));
    }

    [Fact]
    public async Task S17_A_default_is_told_in_the_description_and_required_all_the_same()
    {
        var schema = (await FormatOf(typeof(WithDefault))).At("schema");

        schema.At("required").ShouldBeJson("""["Days","Note"]""");
        schema.At("properties", "Days").TryGetProperty("default", out _).Should().BeFalse();
        schema.Text("properties", "Days", "description").Should().Contain("How many").And.Contain("7");
        schema.At("properties", "Note", "type").ShouldBeJson("""["string","null"]""");
    }

    private static async Task<JsonElement> FormatOf(object format)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        await harness.AskAsync("go", new ResponsesWebSocketPromptExecutionSettings { ResponseFormat = format });
        return harness.LastCreate.At("text", "format");
    }

    private sealed record Pair<T>(T Left, T Right);

    private sealed record AnUncommonlyLongNameOfAType(string Text);

    private sealed record WithDefault([property: Description("How many")] int Days = 7, string? Note = null);
}
