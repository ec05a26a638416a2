namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>The service refuses a context with a call without output, or an output without call. The caller's history may have both.</summary>
public sealed class BrokenCallPairsTests
{
    [Fact]
    [Trait("Bug", "13 interruption poisons the conversation")]
    public async Task A_call_that_was_never_answered_is_closed_and_the_conversation_continues()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = TestHistory.Asking("say one\ncall look {}");
        history.Mapped(await harness.TurnAsync(history));
        var second = await harness.BeginAsync(history.User("say two"));

        (second.Text, second.Report.Plan.Kind, second.Report.SentItems).Should().Be(("two", PlanKind.Continue, 2));
        history.Items.Should().NotContain(static item => item.Kind == ItemKind.FunctionCallOutput, "the history is the caller's");
        await ShouldContinueAsync(harness, history.Mapped(second));
    }

    [Fact]
    public async Task A_history_of_another_day_with_an_unanswered_call_is_accepted_and_continues()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = TestHistory.Asking("look at both");
        history.Items.Add(ConversationItem.FunctionCall("call_1", "look", "{}"));
        history.Items.Add(ConversationItem.FunctionCall("call_2", "look", "{}"));
        var first = await harness.BeginAsync(history.Output("call_2", "seen").User("say one"));

        first.Text.Should().Be("one");
        await ShouldContinueAsync(harness, history.Mapped(first));
    }

    [Fact]
    public async Task A_history_that_ends_with_the_unanswered_call_is_accepted_and_continues()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = TestHistory.Asking("look");
        history.Items.Add(ConversationItem.FunctionCall("call_1", "look", "{}"));
        var first = await harness.BeginAsync(history);

        first.Text.Should().StartWith("Result of look:");
        await ShouldContinueAsync(harness, history.Mapped(first));
    }

    [Fact]
    [Trait("Bug", "13 interruption poisons the conversation")]
    public async Task An_output_whose_call_was_cut_off_is_left_out_and_the_conversation_continues()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory().Output("call_0", "seen").User("say one");
        var first = await harness.BeginAsync(history);

        first.Text.Should().Be("one");
        await ShouldContinueAsync(harness, history.Mapped(first));
    }

    [Fact]
    public async Task An_output_that_came_twice_is_sent_once_and_the_conversation_continues()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = TestHistory.Asking("call look {}");
        history.Mapped(await harness.TurnAsync(history));
        var callId = history.Items[^1].CallId!;
        var second = await harness.TurnAsync(history.Output(callId, "seen"));
        await ShouldContinueAsync(harness, history.Mapped(second).Output(callId, "seen"));
    }

    private static async Task ShouldContinueAsync(Harness harness, TestHistory history)
    {
        var next = await harness.BeginAsync(history.User("say next"));

        (next.Text, next.Report.Plan.Kind, next.Report.SentItems).Should().Be(("next", PlanKind.Continue, 1));
        harness.Journal.Connections.Should().ContainSingle();
        harness.Journal.ShouldNeverHaveMissedAParent();
    }
}
