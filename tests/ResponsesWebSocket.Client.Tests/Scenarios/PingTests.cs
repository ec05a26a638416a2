namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>
/// The clock of the transport. The framework times it and takes no clock, so the intervals are short and real, and nothing is
/// said about how long anything took; all other clocks stand still.
/// </summary>
public sealed class PingTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    // A machine under load may take longer than a short interval to answer, and the second socket must not be lost as well.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [Fact]
    [Trait("Bug", "05 false idle with a live peer")]
    [Trait("Bug", "R11 abort disguised as cancellation")]
    public async Task A_peer_that_answers_no_pings_is_noticed_in_the_middle_of_a_turn()
    {
        var hole = new PlannedFault(new() { Connection = 1, EventType = "response.created" }, new FaultEffect.BlackHole(Silent: true));
        await using var harness = await Harness.StartAsync(new EmulatorOptions { FaultPlan = new([hole]) }, Pinging, time: new ManualTime());
        var result = await harness.TurnAsync(TestHistory.Asking("say one"));

        (result.Text, result.Report.Session, result.Report.Sends).Should().Be(("one", 2, 2));
    }

    [Fact]
    [Trait("Bug", "10 closed or sick socket taken from the pool")]
    public async Task A_peer_that_answers_no_pings_is_noticed_while_nothing_runs_and_no_turn_meets_it()
    {
        using var logs = new CapturedLogs();
        var hole = new PlannedFault(new() { Connection = 1, EventType = "response.completed" }, new FaultEffect.BlackHole(FaultDirection.FromClient, Silent: true));
        await using var harness = await Harness.StartAsync(new EmulatorOptions { FaultPlan = new([hole]) }, Pinging, logs, new ManualTime());
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        const int SessionBroken = 2;
        await logs.NextAsync(SessionBroken, harness.Limit);
        var next = await harness.SayAsync(history, "say two");

        (next.Text, next.Report.Session, next.Report.Sends).Should().Be(("two", 2, 1));
    }

    [Fact]
    [Trait("Bug", "05 false idle with a live peer")]
    public async Task A_silent_peer_that_answers_pings_is_not_dropped()
    {
        var time = new ManualTime();
        await using var harness = await Harness.StartAsync(
            new EmulatorOptions(),
            static options =>
            {
                Pinging(options);
                options.InterEventTimeout = TimeSpan.FromMinutes(21);
            },
            time: time);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        await using var stream = harness.Stream(TestHistory.Asking("say one"));
        await StreamingTests.NextAsync<OutputItemAddedEvent>(stream);
        time.Advance(TimeSpan.FromMinutes(20));
        held.Release();

        var result = (await StreamingTests.NextAsync<ResponseCompletedEvent>(stream)).Result;
        (result.Text, result.Report.Session, result.Report.Sends).Should().Be(("one", 1, 1));
    }

    private static void Pinging(ResponsesWebSocketOptions options) => (options.KeepAliveInterval, options.KeepAliveTimeout) = (Short, Patience);
}
