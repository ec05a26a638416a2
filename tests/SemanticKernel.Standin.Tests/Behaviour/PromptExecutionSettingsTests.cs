using System.Text.Json;
using Microsoft.SemanticKernel;

namespace SemanticKernel.Standin.Tests.Behaviour;

public sealed class PromptExecutionSettingsTests
{
    [Fact]
    public void Frozen_settings_refuse_changes()
    {
        var settings = new PromptExecutionSettings { ExtensionData = new Dictionary<string, object> { ["k"] = 1 } };

        settings.Freeze();
        settings.Freeze();

        settings.IsFrozen.Should().BeTrue();
        settings.Invoking(s => s.ModelId = "m").Should().Throw<InvalidOperationException>();
        settings.Invoking(s => s.ServiceId = "s").Should().Throw<InvalidOperationException>();
        settings.Invoking(s => s.FunctionChoiceBehavior = null).Should().Throw<InvalidOperationException>();
        settings.Invoking(s => s.ExtensionData = null).Should().Throw<InvalidOperationException>();
        settings.Invoking(s => s.ExtensionData!["k"] = 2).Should().Throw<NotSupportedException>();
    }

    [Fact]
    public void A_clone_of_frozen_settings_is_free_and_independent()
    {
        var behavior = FunctionChoiceBehavior.None();
        var settings = new PromptExecutionSettings
        {
            ModelId = "m",
            ServiceId = "s",
            FunctionChoiceBehavior = behavior,
            ExtensionData = new Dictionary<string, object> { ["k"] = 1 },
        };
        settings.Freeze();

        var clone = settings.Clone();
        clone.ExtensionData!["k"] = 2;

        clone.IsFrozen.Should().BeFalse();
        (clone.ModelId, clone.ServiceId).Should().Be(("m", "s"));
        clone.FunctionChoiceBehavior.Should().BeSameAs(behavior);
        settings.ExtensionData!["k"].Should().Be(1);
    }

    [Fact]
    public void Unknown_json_fields_are_extension_data()
    {
        var settings = JsonSerializer.Deserialize<PromptExecutionSettings>("""{"model_id":"m","service_id":"s","max_tokens":128}""")!;

        (settings.ModelId, settings.ServiceId).Should().Be(("m", "s"));
        settings.ExtensionData!["max_tokens"].Should().BeOfType<JsonElement>().Which.GetInt32().Should().Be(128);
    }

    [Fact]
    public void Extension_data_is_written_at_top_level()
    {
        var settings = new PromptExecutionSettings { ExtensionData = new Dictionary<string, object> { ["max_tokens"] = 128 } };

        var json = JsonSerializer.SerializeToElement(settings);

        json.GetProperty("max_tokens").GetInt32().Should().Be(128);
        json.GetProperty("model_id").ValueKind.Should().Be(JsonValueKind.Null);
        json.TryGetProperty("IsFrozen", out _).Should().BeFalse();
    }
}
