using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Response formats of the SDK, of Microsoft.Extensions.AI and in the shapes of both APIs.</summary>
public sealed class ResponseFormatFormsTests
{
    private const string Schema = """{"type":"object"}""";

    public static TheoryData<object, string> Forms => new()
    {
        { OpenAI.Chat.ChatResponseFormat.CreateTextFormat(), """{"type":"text"}""" },
        { OpenAI.Chat.ChatResponseFormat.CreateJsonObjectFormat(), """{"type":"json_object"}""" },
        { OfClient("N", strict: true), "{\"type\":\"json_schema\",\"name\":\"N\",\"description\":\"d\",\"strict\":true,\"schema\":" + Schema + "}" },
        { OfClient("a name", strict: false), "{\"type\":\"json_schema\",\"name\":\"a_name\",\"description\":\"d\",\"strict\":false,\"schema\":" + Schema + "}" },
        { """{"type":"json_schema","name":"N"}""".Json(), """{"type":"json_schema","name":"JsonSchema","schema":{"type":"json_schema","name":"N"}}""" },
        { """{"type":"json_object"}""".Json(), """{"type":"json_schema","name":"JsonSchema","schema":{"type":"json_object"}}""" },
        { ("{\"type\":\"json_schema\",\"json_schema\":{\"name\":null,\"strict\":\"true\",\"schema\":" + Schema + "}}").Json(), "{\"type\":\"json_schema\",\"name\":\"JsonSchema\",\"schema\":" + Schema + "}" },
        { typeof(object), """{"type":"json_schema","name":"Object","strict":true,"schema":{}}""" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    [Trait("Contract", "S16")]
    [Trait("Contract", "P21")]
    public async Task Each_form_is_flat_on_the_wire(object format, string expected)
    {
        (await CreateWith(format)).At("text", "format").ShouldBeJson(expected);
    }

    public static TheoryData<object> Others => [JsonNode.Parse(Schema)!, JsonDocument.Parse(Schema), ChatResponseFormat.Json, ChatResponseFormat.ForJsonSchema(Schema.Json())];

    [Theory]
    [MemberData(nameof(Others))]
    [Trait("Contract", "S16")]
    public async Task Forms_that_the_stock_connector_does_not_know_are_left_out(object format)
    {
        (await CreateWith(format)).Has("text").Should().BeFalse();
    }

    [Fact]
    [Trait("Contract", "P21")]
    public async Task A_name_has_64_characters_at_most()
    {
        (await FormatOf(typeof(Pair<Pair<Pair<AnUncommonlyLongNameOfAType>>>))).Text("name").Should().Be("PairPairPairAnUncommonlyLongNameOfAType");
        (await FormatOf(OfClient(new string('n', 70), strict: null))).Text("name").Should().Be(new string('n', 64));
    }

    [Fact]
    [Trait("Contract", "S17")]
    public async Task A_default_is_told_in_the_description_and_required_all_the_same()
    {
        var schema = (await FormatOf(typeof(WithDefault))).At("schema");

        schema.At("required").ShouldBeJson("""["Days","Note"]""");
        schema.At("properties", "Days").TryGetProperty("default", out _).Should().BeFalse();
        schema.Text("properties", "Days", "description").Should().Contain("How many").And.Contain("7");
        schema.At("properties", "Note", "type").ShouldBeJson("""["string","null"]""");
    }

    private static OpenAI.Chat.ChatResponseFormat OfClient(string name, bool? strict) =>
        OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat(name, BinaryData.FromString(Schema), "d", strict);

    private static async Task<JsonElement> FormatOf(object format) => (await CreateWith(format)).At("text", "format");

    private static async Task<JsonElement> CreateWith(object format)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        await harness.AskAsync("go", new ResponsesWebSocketPromptExecutionSettings { ResponseFormat = format });
        return harness.LastCreate;
    }

    private sealed record Pair<T>(T Left, T Right);

    private sealed record AnUncommonlyLongNameOfAType(string Text);

    private sealed record WithDefault([property: Description("How many")] int Days = 7, string? Note = null);
}
