namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class EditedHistoryTests
{
    [Fact]
    [Trait("Bug", "03 wrong branch continued")]
    public async Task A_message_changed_in_the_middle_is_found_and_everything_is_sent()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = await ThreeTurnsAsync(harness);
        history.Items[3] = ConversationItem.Message("user", "say other");
        var result = await harness.TurnAsync(history.User("say four"));

        result.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.HistoryEdited, EditedAt: 3) { DiffPath = "content" });
        result.Report.Session.Should().Be(1, "the lane belongs to the same conversation");
        result.Report.SentItems.Should().Be(history.Items.Count);
    }

    [Fact]
    public async Task After_an_edit_the_conversation_continues()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = await ThreeTurnsAsync(harness);
        history.Items[3] = ConversationItem.Message("user", "say other");
        await harness.SayAsync(history, "say four");
        var next = await harness.SayAsync(history, "say five");

        next.Report.Plan.Kind.Should().Be(PlanKind.Continue);
        harness.Journal.Connections.Should().ContainSingle();
    }

    [Fact]
    public async Task The_last_answer_deleted_is_asked_for_again()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = await ThreeTurnsAsync(harness);
        history.Items.RemoveAt(history.Items.Count - 1);
        var result = await harness.TurnAsync(history);

        result.Text.Should().Be("three");
        result.Report.Plan.Kind.Should().Be(PlanKind.Replay);
        result.Report.Plan.Reason.Should().Be(PlanReason.HistoryEdited);
    }

    [Fact]
    public async Task An_answer_whose_text_was_touched_up_is_sent_as_the_caller_has_it()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = await ThreeTurnsAsync(harness);
        history.Items[^1] = ConversationItem.Message("assistant", "Three!");
        var result = await harness.TurnAsync(history.User("say four"));

        result.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.HistoryEdited, EditedAt: 6) { DiffPath = "content[0].text" });
    }

    [Fact]
    [Trait("Bug", "03 wrong branch continued")]
    public async Task A_shortened_history_is_never_continued_from_what_the_service_holds_beyond_it()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = await ThreeTurnsAsync(harness);
        var shorter = new TestHistory(history.Items.Take(3)).User("recall");
        var result = await harness.TurnAsync(shorter);

        result.Text.Should().Be("say one");
        result.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.HistoryEdited, EditedAt: 3) { DiffPath = "content" });
    }

    [Fact]
    public async Task Output_items_appended_raw_can_be_sent_whole_again()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = TestHistory.Asking("say one\ncall look {}");
        var first = await harness.TurnAsync(history);
        history.Raw(first).Output(first.FunctionCalls.Single().CallId!, "seen");
        var second = await harness.TurnAsync(history);
        history.Raw(second).User("say two");
        history.Items[0] = ConversationItem.Message("user", "say one, edited\ncall look {}");

        var replayed = await harness.TurnAsync(history);

        replayed.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.NoCheckpoint));
        replayed.Report.SentItems.Should().Be(6);
        replayed.Text.Should().Be("two");
    }

    private static async Task<TestHistory> ThreeTurnsAsync(Harness harness)
    {
        var history = new TestHistory().System("Be brief.");
        await harness.SayAsync(history, "say one");
        await harness.SayAsync(history, "say two");
        await harness.SayAsync(history, "say three");
        return history;
    }
}
