using System.Text.Json.Serialization;

namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Settings classes of other connectors count by what the base type has, as on the stock connector.</summary>
public sealed class ForeignSettingsTests
{
    [Fact]
    [Trait("Contract", "S7")]
    public async Task Their_own_properties_are_not_sent_and_their_extension_data_is()
    {
        var create = await CreateWith(new WarmSettings { Warmth = 0.25, ExtensionData = new Dictionary<string, object> { ["max_tokens"] = 64, ["response_format"] = "json_object" } });

        create.Has("temperature").Should().BeFalse();
        create.At("max_output_tokens").GetInt32().Should().Be(64);
        create.Text("text", "format", "type").Should().Be("json_object");
    }

    [Fact]
    [Trait("Contract", "S7")]
    public async Task Properties_that_are_not_set_send_nothing()
    {
        var create = await CreateWith(new WarmSettings());

        create.EnumerateObject().Select(static field => field.Name).Should().BeEquivalentTo(Harness.Envelope, "model", "store", "include", "input");
    }

    private static async Task<JsonElement> CreateWith(PromptExecutionSettings settings)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        await harness.AskAsync("go", settings);
        return harness.LastCreate;
    }

    private sealed class WarmSettings : PromptExecutionSettings
    {
        [JsonPropertyName("temperature")]
        public double? Warmth { get; set; }
    }
}
