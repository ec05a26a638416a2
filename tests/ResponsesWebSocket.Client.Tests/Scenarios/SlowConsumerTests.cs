namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class SlowConsumerTests
{
    private const int UnknownEvent = 3;

    [Fact]
    [Trait("Bug", "R1 greedy or abandoned lane fails the others")]
    public async Task A_consumer_that_does_not_read_fails_its_own_turn_only()
    {
        using var logs = new CapturedLogs();
        await using var harness = await Harness.StartAsync(
            new EmulatorOptions(),
            static options =>
            {
                Harness.WithoutLanes(options);
                options.MaxMessageBytes = 16 * 1024;
                options.MaxBufferedBytes = 16 * 1024;
            },
            logs);
        var other = new TestHistory();
        await harness.SayAsync(other, "say other");
        await using var slow = harness.Stream(TestHistory.Asking("stream 150"));
        await StreamingTests.NextAsync<ResponseCreatedEvent>(slow);
        await harness.Journal.WaitForSentAsync("response.completed", turn: 2, harness.Limit);
        // The read loop logs this one only after everything before it.
        await harness.Emulator.InjectTextAsync("""{"type":"test.marker"}""", harness.Limit);
        await logs.NextAsync(UnknownEvent, harness.Limit);

        var (events, thrown) = await StreamingTests.ReadToFailureAsync(slow);

        thrown.Should().BeOfType<ProtocolViolationException>().Which.Message.Should().Contain("MaxBufferedBytes");
        events.OfType<OutputTextDeltaEvent>().Should().NotBeEmpty("what had been kept is still handed over").And.HaveCountLessThan(150);
        (await harness.SayAsync(other, "say still here")).Report.Plan.Kind.Should().Be(PlanKind.Continue);
        (await harness.TurnAsync(TestHistory.Asking("say new"))).Report.Session.Should().Be(2, "the slow turn's socket goes on");
    }
}
