using System.Text.Json.Serialization;

namespace Connectors.ResponsesWebSocket.Tests.Settings;

/// <summary>S7 and P31 on the wire: settings classes of other connectors, whose values JSON has no form for.</summary>
public sealed class ForeignSettingsTests
{
    [Fact]
    public async Task S7_S17_S18_A_type_and_an_SDK_value_reach_the_wire_with_the_typed_properties_beside_them()
    {
        var create = await CreateWith(new LooseSettings { Format = null, ResponseFormat = typeof(Weather), ReasoningEffort = new Effort("low"), Warmth = 0.25, Limit = 64 });

        create.Text("text", "format", "type").Should().Be("json_schema");
        create.Text("text", "format", "name").Should().Be(nameof(Weather));
        create.At("text", "format", "schema", "required").ShouldBeJson("""["City"]""");
        create.Text("reasoning", "effort").Should().Be("low");
        create.At("temperature").GetDouble().Should().Be(0.25);
        create.At("max_output_tokens").GetInt32().Should().Be(64);
    }

    [Fact]
    public async Task S7_S17_S18_Properties_of_exact_types_are_read_alike()
    {
        var create = await CreateWith(new ExactSettings { ResponseFormat = typeof(Weather), ReasoningEffort = new Effort("low") });

        create.Text("text", "format", "type").Should().Be("json_schema");
        create.Text("reasoning", "effort").Should().Be("low");
    }

    [Fact]
    public async Task S7_Properties_that_are_not_set_send_nothing()
    {
        var create = await CreateWith(new LooseSettings());

        create.EnumerateObject().Select(static field => field.Name).Should().BeEquivalentTo(Harness.Envelope, "model", "store", "include", "input");
    }

    [Fact]
    public async Task S7_Text_and_JSON_values_of_such_properties_are_read_as_ever()
    {
        var create = await CreateWith(new LooseSettings { ResponseFormat = "json_object", ReasoningEffort = "\"high\"".Json() });

        create.At("text", "format").ShouldBeJson("""{"type":"json_object"}""");
        create.Text("reasoning", "effort").Should().Be("high");
    }

    private static async Task<JsonElement> CreateWith(PromptExecutionSettings settings)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        await harness.AskAsync("go", settings);
        return harness.LastCreate;
    }

    private sealed class LooseSettings : PromptExecutionSettings
    {
        [JsonPropertyName("temperature")]
        public double? Warmth { get; set; }

        [JsonPropertyName("max_tokens")]
        public int? Limit { get; set; }

        [JsonPropertyName("response_format")]
        public object? ResponseFormat { get; set; }

        [JsonPropertyName("reasoning_effort")]
        public object? ReasoningEffort { get; set; }

        [JsonPropertyName("answer_type")]
        public Type? Format { get; set; }
    }

    private sealed class ExactSettings : PromptExecutionSettings
    {
        public Type? ResponseFormat { get; set; }

        public Effort? ReasoningEffort { get; set; }
    }

    private readonly struct Effort(string level)
    {
        private readonly string _level = level;

        public override string ToString() => _level;
    }

    private sealed record Weather(string City);
}
