namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Frozen and cloned settings.</summary>
public sealed class FreezeAndCloneTests
{
    [Fact]
    [Trait("Contract", "S11")]
    [Trait("Contract", "S1")]
    public void Frozen_settings_refuse_every_change()
    {
        var settings = Filled();
        settings.Freeze();
        settings.Freeze();

        settings.IsFrozen.Should().BeTrue();
        Action[] changes =
        [
            () => settings.Temperature = 1, () => settings.TopP = 1, () => settings.MaxTokens = 1, () => settings.ResponseFormat = "text",
            () => settings.ReasoningEffort = "low", () => settings.ChatSystemPrompt = "", () => settings.ChatDeveloperPrompt = "",
            () => settings.User = "", () => settings.Store = true, () => settings.Metadata = null, () => settings.ModelId = "",
            () => settings.FunctionChoiceBehavior = null,
        ];
        foreach (var change in changes)
        {
            change.Should().Throw<InvalidOperationException>().WithMessage("PromptExecutionSettings are frozen and cannot be modified.");
        }

        FluentActions.Invoking(() => settings.Metadata!.Add("x", "y")).Should().Throw<NotSupportedException>();
        FluentActions.Invoking(() => settings.ExtensionData!.Add("x", "y")).Should().Throw<NotSupportedException>();
    }

    [Fact]
    [Trait("Contract", "S8")]
    [Trait("Contract", "S9")]
    [Trait("Contract", "S10")]
    public void A_clone_has_every_property_and_can_be_changed()
    {
        var settings = Filled();
        settings.Freeze();

        var clone = settings.Clone().Should().BeOfType<ResponsesWebSocketPromptExecutionSettings>().Subject;

        clone.IsFrozen.Should().BeFalse();
        clone.Should().BeEquivalentTo(settings, static options => options.Excluding(static member => member.IsFrozen));
        clone.FunctionChoiceBehavior.Should().BeSameAs(settings.FunctionChoiceBehavior);
        clone.Metadata!.Add("x", "y");
        clone.ExtensionData!.Add("x", "y");
        settings.Metadata.Should().ContainSingle();
        settings.ExtensionData.Should().ContainSingle();
    }

    [Fact]
    [Trait("Contract", "S12")]
    public async Task Frozen_settings_can_be_used_and_are_not_changed()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("ok"));
        var settings = Filled();
        settings.Freeze();
        var before = JsonSerializer.Serialize(settings);

        await harness.With("P", () => 1).AskAsync("go", settings);

        JsonSerializer.Serialize(settings).Should().Be(before);
    }

    private static ResponsesWebSocketPromptExecutionSettings Filled() => new()
    {
        ServiceId = "s",
        ModelId = "m",
        FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
        ExtensionData = new Dictionary<string, object> { ["k"] = "v" },
        Temperature = 0.1,
        TopP = 0.2,
        MaxTokens = 30,
        ResponseFormat = "text",
        ReasoningEffort = "high",
        ChatSystemPrompt = "system",
        ChatDeveloperPrompt = "developer",
        User = "u",
        Store = false,
        Metadata = new Dictionary<string, string> { ["k"] = "v" },
    };
}
