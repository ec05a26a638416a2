namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class EditedPathWireTests
{
    [Fact]
    public async Task An_argument_that_was_changed_in_the_last_answer_is_named()
    {
        using var logs = new CapturedLogs();
        await using var harness = await Harness.StartAsync(new ResponsesWebSocket.Emulator.EmulatorOptions(), logs: logs);
        var history = TestHistory.Asking("say looking\ncall look {\"drive\":\"C\"}");
        var first = await harness.TurnAsync(history);
        history.Mapped(first);
        var call = first.FunctionCalls.Single();
        history.Items[^1] = ConversationItem.FunctionCall(call.CallId!, call.Name!, "{\"drive\":\"D\"}");

        var second = await harness.TurnAsync(history.Output(call.CallId!, "seen"));

        second.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.HistoryEdited, EditedAt: 2) { DiffPath = "arguments.drive" });
        logs.Lines.Should().Contain(static line => line.Contains("HistoryEdited at 2")).And.NotContain(static line => line.Contains("drive"), "an argument's name is the conversation's own");
    }

    [Fact]
    public async Task Reasoning_that_the_caller_kept_does_not_shift_what_is_compared()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = TestHistory.Asking("say one");
        var first = await harness.TurnAsync(history);
        history.Raw(first);
        history.Items.Insert(1, ConversationItem.FromJson("""{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"x"}"""));
        await harness.Client.CreateAsync(Harness.Request(history.User("say two")), harness.Limit);
        history.Items[^1] = ConversationItem.Message("user", "say three");

        var edited = await harness.Client.CreateAsync(Harness.Request(history.User("say four")), harness.Limit);

        edited.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.HistoryEdited, EditedAt: 3) { DiffPath = "content" });
    }
}
