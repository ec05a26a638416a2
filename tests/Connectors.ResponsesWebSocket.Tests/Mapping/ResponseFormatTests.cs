namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Every form of a response format as <c>text.format</c>.</summary>
public sealed class ResponseFormatTests
{
    private const string Schema = """{"type":"object","properties":{"a":{"type":"string"}}}""";

    public static TheoryData<object, string?> Formats => new()
    {
        { "json_object", """{"type":"json_object"}""" },
        { "text", """{"type":"text"}""" },
        { "something else", null },
        { 42, null },
        { "\"json_object\"".Json(), """{"type":"json_object"}""" },
        { "\"text\"".Json(), """{"type":"text"}""" },
        { "\"\"".Json(), """{"type":"text"}""" },
        { ("{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"N\",\"strict\":true,\"schema\":" + Schema + "}}").Json(), "{\"type\":\"json_schema\",\"name\":\"N\",\"strict\":true,\"schema\":" + Schema + "}" },
        { ("{\"type\":\"json_schema\",\"json_schema\":{\"strict\":false,\"schema\":" + Schema + "}}").Json(), "{\"type\":\"json_schema\",\"name\":\"JsonSchema\",\"schema\":" + Schema + "}" },
        { Schema.Json(), "{\"type\":\"json_schema\",\"name\":\"JsonSchema\",\"schema\":" + Schema + "}" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    [Trait("Contract", "S16")]
    public async Task Each_form_has_its_place(object format, string? expected)
    {
        var create = await CreateWith(format);

        create.Has("text").Should().Be(expected is not null);
        if (expected is not null)
        {
            create.At("text", "format").ShouldBeJson(expected);
        }
    }

    [Theory]
    [InlineData("\"yaml\"")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[]")]
    [Trait("Contract", "S16c")]
    public async Task JSON_that_is_no_object_is_refused(string json)
    {
        var asking = () => CreateWith(json.Json());

        await asking.Should().ThrowAsync<InvalidOperationException>().WithMessage("*an element of type 'Object'*");
    }

    [Fact]
    [Trait("Contract", "S16d")]
    public async Task A_json_schema_without_schema_is_refused()
    {
        var asking = () => CreateWith("""{"type":"json_schema","json_schema":{"name":"N"}}""".Json());

        await asking.Should().ThrowAsync<ArgumentException>().WithMessage("Property 'schema' is not initialized in JSON schema response format.");
    }

    [Fact]
    [Trait("Contract", "S17")]
    public async Task A_type_is_its_strict_schema_with_enums_as_text_and_everything_required()
    {
        var format = (await CreateWith(typeof(Movie))).At("text", "format");

        format.Text("type").Should().Be("json_schema");
        format.Text("name").Should().Be("Movie");
        format.At("strict").GetBoolean().Should().BeTrue();
        var schema = format.At("schema");
        schema.At("required").ShouldBeJson("""["Title","Genre","Cast"]""");
        schema.At("additionalProperties").GetBoolean().Should().BeFalse();
        schema.At("properties", "Genre", "enum").ShouldBeJson("""["Drama","Comedy"]""");
        schema.At("properties", "Cast", "items", "additionalProperties").GetBoolean().Should().BeFalse();
        schema.At("properties", "Cast", "items", "required").ShouldBeJson("""["Name"]""");
    }

    [Fact]
    [Trait("Contract", "S17")]
    public async Task Nullable_is_unwrapped_and_generic_names_are_joined()
    {
        (await CreateWith(typeof(Rating?))).Text("text", "format", "name").Should().Be("Rating");
        (await CreateWith(typeof(Wrapper<List<float>>))).Text("text", "format", "name").Should().Be("WrapperListSingle");
    }

    private static async Task<JsonElement> CreateWith(object format)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        await harness.AskAsync("go", new ResponsesWebSocketPromptExecutionSettings { ResponseFormat = format });
        return harness.LastCreate;
    }

    private enum Genre
    {
        Drama,
        Comedy,
    }

    private sealed record Movie(string Title, Genre Genre, List<Actor> Cast);

    private sealed record Actor(string Name);

    private record struct Rating(int Stars);

    private record struct Wrapper<T>(T Value);
}
