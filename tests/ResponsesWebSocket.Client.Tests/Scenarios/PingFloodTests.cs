namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>A service that pings without pause while it reads nothing: pongs cannot be written, and must not pile up or hold the turn for ever.</summary>
public sealed class PingFloodTests
{
    private const int SessionBroken = 2;

    [Fact]
    [Trait("Bug", "R9 ping flood with blocked writes")]
    public async Task A_frame_that_cannot_be_written_for_all_the_pings_is_sent_elsewhere_when_its_time_is_up()
    {
        using var logs = new CapturedLogs();
        var time = new ManualTime();
        var deaf = new PlannedFault(new() { Connection = 1, EventType = "response.completed" }, new FaultEffect.BlackHole(FaultDirection.FromClient));
        await using var harness = await Harness.StartAsync(
            new EmulatorOptions { FaultPlan = new([deaf]), PingInterval = TimeSpan.FromMilliseconds(1) },
            static options => (options.KeepAliveInterval, options.PrewarmContexts) = (Timeout.InfiniteTimeSpan, false),
            logs,
            time);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        var turn = harness.BeginAsync(history.User("say two\n" + new string('x', 15_000_000)));
        for (var clock = 1; clock <= 2; clock++)
        {
            // A turn's clock is made before it is wound up.
            await time.TimerAsync(static due => due == Timeout.InfiniteTimeSpan, harness.Limit);
        }

        var waited = TimeSpan.Zero;
        while (!logs.Has(SessionBroken))
        {
            harness.Limit.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(30));
            waited += TimeSpan.FromSeconds(30);
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        // How much of the frame the operating system takes is not in the test's hands: a frame that was written after all is missed
        // by the first event's clock, a minute later. How long a write may take is shown on the clock itself.
        waited.Should().BeGreaterThanOrEqualTo(TimeSpan.FromMinutes(1), "no clock runs out sooner");
        ((await turn).Text, (await turn).Report.Session, (await turn).Report.Sends).Should().Be(("two", 2, 2));
    }
}
