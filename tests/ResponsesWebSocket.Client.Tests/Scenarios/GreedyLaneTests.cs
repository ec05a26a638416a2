namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>One turn on a shared socket whose events nobody takes.</summary>
public sealed class GreedyLaneTests
{
    private const int UnknownEvent = 3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Bug", "R1 greedy or abandoned lane fails the others")]
    public async Task A_turn_whose_events_nobody_reads_costs_the_other_lanes_of_its_socket_nothing(bool abandoned)
    {
        using var logs = new CapturedLogs();
        await using var harness = await Harness.StartAsync(
            new EmulatorOptions(), static options => options.MaxMessageBytes = options.MaxBufferedBytes = 16 * 1024, logs);
        var other = new TestHistory();
        await harness.SayAsync(other, "say other");
        await using var greedy = harness.Stream(TestHistory.Asking("stream 150"));
        await StreamingTests.NextAsync<ResponseCreatedEvent>(greedy);
        if (abandoned)
        {
            await greedy.DisposeAsync();
        }

        await harness.Journal.WaitForSentAsync("response.completed", turn: 2, harness.Limit);
        // The read loop logs this one only after everything before it.
        await harness.Emulator.InjectTextAsync("""{"type":"test.marker","response_id":"another"}""", harness.Limit);
        await logs.NextAsync(UnknownEvent, harness.Limit);

        var next = await harness.SayAsync(other, "say still here");
        (next.Report.Plan.Kind, next.Report.Session, next.Report.Sends).Should().Be((PlanKind.Continue, 1, 1));
        harness.Journal.Connections.Should().ContainSingle();
    }
}
