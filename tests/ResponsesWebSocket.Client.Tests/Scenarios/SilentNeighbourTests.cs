namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class SilentNeighbourTests
{
    [Fact]
    [Trait("Bug", "R3 equal deadlines fail the younger request")]
    public async Task A_turn_silent_for_longer_that_may_be_outlives_one_whose_time_is_up_when_a_third_was_heard()
    {
        var time = new ManualTime();
        using var sent = new CapturedLogs();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), logs: sent, time: time);
        using var heldPatient = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        await using var patient = harness.Stream(TestHistory.Asking("say patient"));
        await StreamingTests.NextAsync<OutputItemAddedEvent>(patient);
        await sent.SentAsync(harness.Limit);
        time.Advance(TimeSpan.FromSeconds(1));
        using var heldStuck = harness.Faults.HoldBeforeEvent(2, "response.created");
        var stuck = harness.BeginAsync(TestHistory.Asking("say stuck"));
        await sent.SentAsync(harness.Limit);
        time.Advance(TimeSpan.FromSeconds(1));
        (await harness.TurnAsync(TestHistory.Asking("say heard"))).Report.Session.Should().Be(1);
        time.Advance(TimeSpan.FromSeconds(59));

        ((await stuck).Text, (await stuck).Report.Session, (await stuck).Report.Sends).Should().Be(("stuck", 2, 2));
        heldPatient.Release();
        var result = (await StreamingTests.NextAsync<ResponseCompletedEvent>(patient)).Result;
        (result.Text, result.Report.Session, result.Report.Sends).Should().Be(("patient", 1, 1));
    }
}
