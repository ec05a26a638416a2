namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class DrainLimitTests
{
    [Fact]
    public async Task An_abandoned_turn_that_never_ends_loses_its_socket_and_who_waits_gets_a_new_one()
    {
        var time = new ManualTime();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), Harness.OneLane, time: time);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        await AbandonedTurnTests.CancelWhenHeldAsync(harness, TestHistory.Asking("say abandoned"), held);
        var waiting = harness.BeginAsync(TestHistory.Asking("say two"));
        time.Advance(TimeSpan.FromSeconds(29));
        harness.Emulator.OpenConnections.Should().Be(1);
        waiting.IsCompleted.Should().BeFalse("the service may still finish the turn");
        time.Advance(TimeSpan.FromSeconds(1));

        var result = await waiting;
        (result.Text, result.Report.Session, result.Report.Sends).Should().Be(("two", 2, 1));
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
    }

    [Fact]
    public async Task An_abandoned_turn_that_ends_in_time_keeps_its_socket()
    {
        var time = new ManualTime();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), Harness.OneLane, time: time);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        await AbandonedTurnTests.CancelWhenHeldAsync(harness, TestHistory.Asking("say abandoned"), held);
        var waiting = harness.BeginAsync(TestHistory.Asking("say two"));
        held.Release();
        await waiting;
        time.Advance(TimeSpan.FromMinutes(1));

        (await harness.TurnAsync(TestHistory.Asking("say three"))).Report.Session.Should().Be(1);
        harness.Journal.Connections.Should().ContainSingle();
    }
}
