namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>An error without a lane, while several turns run: nothing says whose it is.</summary>
public sealed class OrphanErrorTests
{
    [Fact]
    [Trait("Bug", "02 another request's error")]
    public async Task An_error_that_names_no_lane_fails_none_of_the_turns_that_run()
    {
        using var logs = new CapturedLogs();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), logs: logs);
        // An error of the unnamed lane would name none either.
        await harness.TurnAsync(TestHistory.Asking("say on the unnamed lane"));
        var a = new TestHistory();
        var b = new TestHistory();
        await harness.SayAsync(a, "say A1");
        await harness.SayAsync(b, "say B1");
        using var heldA = harness.Faults.HoldBeforeEvent(4, "response.output_text.delta");
        var turnOfA = harness.BeginAsync(a.User("say A2"));
        await heldA.Reached;
        using var heldB = harness.Faults.HoldBeforeEvent(5, "response.output_text.delta");
        var turnOfB = harness.BeginAsync(b.User("say B2"));
        await heldB.Reached;
        await harness.Emulator.InjectTextAsync("""{"type":"error","status":400,"error":{"type":"invalid_request_error","code":"invalid_prompt","message":"Of nobody."}}""", harness.Limit);

        ((await turnOfA).Text, (await turnOfB).Text).Should().Be(("A2", "B2"));
        harness.Reports.TakeLast(2).Should().OnlyContain(static report => report.Sends == 2 && report.Session == 2);
        logs.Lines.Should().Contain(static line => line.StartsWith("Debug 2 Session 1 of client "), "it is not passed over in silence");
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
    }
}
