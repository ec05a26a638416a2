namespace ResponsesWebSocket.Client.Tests.Resilience;

/// <summary>The socket by which it was found out that sockets are back is as good as any other.</summary>
public sealed class ProbedSocketTests
{
    private const int SocketsBack = 42;

    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task The_next_turn_takes_the_socket_that_the_probe_opened()
    {
        var time = new ManualTime();
        await using var harness = await ProbedAsync(time);
        var history = new TestHistory();
        var next = (await harness.SayAsync(history, "say next")).Report;
        var last = (await harness.SayAsync(history, "say last")).Report;

        (next.Transport, next.Session).Should().Be((ResponsesTransport.WebSocket, 1));
        (last.Plan.Kind, last.Session).Should().Be((PlanKind.Continue, 1));
        harness.Journal.Connections.Should().ContainSingle().Which.Closed.Should().BeNull();
        harness.Client.GetStatistics().SessionsOpen.Should().Be(1);
    }

    [Fact]
    public async Task A_probed_socket_that_no_turn_takes_is_closed_like_any_other_that_is_idle()
    {
        var time = new ManualTime();
        await using var harness = await ProbedAsync(time);
        harness.Client.GetStatistics().SessionsOpen.Should().Be(1);
        // The clock stands still: who sets a timer after it was moved waits for ever.
        await time.TimerAsync(static due => due == Idle, harness.Limit);
        time.Advance(Idle);
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);

        harness.Journal.Connections.Should().ContainSingle().Which.CloseStatus.Should().Be(1000);
        (await harness.TurnAsync(TestHistory.Asking("say next"))).Report.Session.Should().Be(2);
    }

    private static async Task<Harness> ProbedAsync(ManualTime time)
    {
        using var logs = new CapturedLogs();
        var emulator = new EmulatorOptions { RefuseUpgrade = HttpStatusCode.UpgradeRequired };
        var harness = await Harness.StartAsync(emulator, static options => options.IdleTimeout = Idle, logs, time);
        await harness.TurnAsync(TestHistory.Asking("say one"));
        emulator.RefuseUpgrade = null;
        time.Advance(TimeSpan.FromSeconds(30));
        (await harness.TurnAsync(TestHistory.Asking("say two"))).Report.Transport.Should().Be(ResponsesTransport.Http);
        await logs.NextAsync(SocketsBack, harness.Limit);
        return harness;
    }
}
