namespace ResponsesWebSocket.Client.Tests.Renewal;

/// <summary>A context that no frame can hold is not made ready: it would cost a socket, and everything else on it.</summary>
public sealed class TooLargeWarmUpTests
{
    private const int Limit = 4096;

    private static readonly TestHistory Large = new TestHistory().User("say big\n" + new string('x', Limit));

    [Fact]
    [Trait("Bug", "07 too large frame sent again")]
    public async Task What_a_turn_found_too_large_is_not_sent_ahead_either()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions { MaximumMessageBytes = Limit });
        await harness.TurnAsync(Large);
        var other = new TestHistory();
        await harness.SayAsync(other, "say one");

        (await harness.Client.PrewarmAsync(Harness.Request(Large.Copy().Assistant("big").User("say more")), harness.Limit)).Should().BeFalse();

        (await harness.SayAsync(other, "say two")).Report.Plan.Kind.Should().Be(PlanKind.Continue, "its socket is whole");
        harness.Journal.Connections.Should().HaveCount(2);
    }

    [Fact]
    [Trait("Bug", "07 too large frame sent again")]
    public async Task What_was_found_too_large_ahead_of_a_turn_goes_over_HTTP_at_once_when_the_turn_comes()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions { MaximumMessageBytes = Limit });

        (await harness.Client.PrewarmAsync(Harness.Request(Large), harness.Limit)).Should().BeFalse();
        (await harness.Client.PrewarmAsync(Harness.Request(Large), harness.Limit)).Should().BeFalse();
        var report = (await harness.TurnAsync(Large)).Report;

        (report.Plan, report.Sends).Should().Be((new TurnPlan(PlanKind.Replay, PlanReason.FrameTooLarge), 1));
        harness.Journal.Sent().Count(static frame => frame.Transport == "websocket").Should().Be(1, "the first one said it");
    }

    [Fact]
    public async Task A_turn_beside_the_context_that_closed_the_socket_is_not_taken_for_too_large()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions { MaximumMessageBytes = Limit });
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        var small = harness.BeginAsync(TestHistory.Asking("say one"));
        await held.Reached;
        (await harness.Client.PrewarmAsync(Harness.Request(Large), harness.Limit)).Should().BeFalse();

        var report = (await small).Report;
        (report.Transport, report.Plan.Reason, report.Sends).Should().Be((ResponsesTransport.WebSocket, PlanReason.SessionLost, 2));
    }

    [Fact]
    public async Task A_context_that_was_answered_to_is_not_to_blame_for_what_closes_the_socket_later()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions());
        var history = TestHistory.Asking("say one\n" + new string('x', Limit));
        (await harness.Client.PrewarmAsync(Harness.Request(history), harness.Limit)).Should().BeTrue();
        using var held = harness.Faults.HoldBeforeEvent(2, "response.created");
        var small = harness.BeginAsync(TestHistory.Asking("say two"));
        await held.Reached;
        await harness.Emulator.CloseConnectionsAsync(1009, "too large", harness.Limit);

        (await small).Report.Plan.Reason.Should().Be(PlanReason.FrameTooLarge, "no other frame was without an answer");
        (await harness.TurnAsync(history)).Report.Sends.Should().Be(1);
    }
}
