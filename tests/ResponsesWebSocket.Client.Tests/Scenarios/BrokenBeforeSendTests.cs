namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>A socket that breaks between the moment a turn takes its lane and the moment its frame is sent.</summary>
public sealed class BrokenBeforeSendTests
{
    private const int SessionBroken = 2;
    private const int TurnPlanned = 10;
    private const string StrayError = """{"type":"error","status":500,"error":{"type":"server_error","code":"server_error","message":"Too late."}}""";

    [Theory]
    [InlineData(StrayError)]
    [InlineData("{not json")]
    [Trait("Bug", "10 closed or sick socket taken from the pool")]
    public async Task What_broke_the_socket_before_the_turn_was_sent_is_not_that_turns_failure(string message)
    {
        using var breaker = new Breaker(message);
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), logs: breaker.Logs);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        breaker.Strike(harness);
        var next = await harness.SayAsync(history, "say two");

        (next.Text, next.Report.Session).Should().Be(("two", 2));
        next.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.SessionLost));
        harness.Journal.Sent().Should().HaveCount(2, "nothing of the turn went out on the broken socket");
    }

    [Fact]
    public async Task With_no_replays_allowed_the_caller_is_told_that_nothing_was_sent()
    {
        using var breaker = new Breaker(StrayError);
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), static options => options.MaxRetries = 0, breaker.Logs);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        breaker.Strike(harness);
        var broken = () => harness.TurnAsync(history.Copy().User("say two"));

        (await broken.Should().ThrowAsync<ConnectionLostException>()).Which.Delivery.Should().Be(DeliveryState.NotSent);
        harness.Journal.Sent().Should().ContainSingle();
    }

    /// <summary>When the next turn is planned, sends a message and goes on only when the client has broken the socket over it.</summary>
    private sealed class Breaker : IDisposable
    {
        private readonly ManualResetEventSlim _broken = new();
        private readonly string _message;
        private Harness? _struck;

        public Breaker(string message)
        {
            _message = message;
            Logs = new CapturedLogs(Logged);
        }

        public CapturedLogs Logs { get; }

        public void Strike(Harness harness) => _struck = harness;

        public void Dispose()
        {
            Logs.Dispose();
            _broken.Dispose();
        }

        private void Logged(int eventId)
        {
            if (eventId == SessionBroken)
            {
                _broken.Set();
            }
            else if (eventId == TurnPlanned && Interlocked.Exchange(ref _struck, null) is { } harness)
            {
                harness.Emulator.InjectTextAsync(_message, harness.Limit).Wait(harness.Limit);
                _broken.Wait(harness.Limit);
            }
        }
    }
}
