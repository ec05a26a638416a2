using System.Reflection;

namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>For a caller that goes on with a list of messages, the prompts are put into the history.</summary>
public sealed class PreparedHistoryTests
{
    [Fact]
    [Trait("Contract", "S15")]
    public void The_prompts_are_put_in_front_the_systems_first()
    {
        var history = Harness.Said("go");

        Prepare(new() { ChatSystemPrompt = "s", ChatDeveloperPrompt = "d" }, history).Should().BeSameAs(history);

        Canonical.Of(history).Should().Equal("system: s", "developer: d", "user: go");
    }

    [Fact]
    [Trait("Contract", "S15")]
    public void Blank_prompts_and_those_that_the_history_has_are_left_out()
    {
        var history = new ChatHistory("own");

        Prepare(new() { ChatSystemPrompt = "s", ChatDeveloperPrompt = " " }, history);

        Canonical.Of(history).Should().Equal("system: own");
    }

    /// <summary>Only Semantic Kernel itself calls it.</summary>
    private static object? Prepare(ResponsesWebSocketPromptExecutionSettings settings, ChatHistory history) => typeof(PromptExecutionSettings)
        .GetMethod("PrepareChatHistoryForRequest", BindingFlags.Instance | BindingFlags.NonPublic)!
        .Invoke(settings, [history]);
}
