namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>A fork begins from what another lane holds. The service looks for it when it begins with the fork, which may be later than it was sent.</summary>
public sealed class ForkBarrierTests
{
    [Fact]
    [Trait("Bug", "03 wrong branch continued")]
    public async Task The_lane_a_fork_comes_from_is_sent_nothing_until_the_fork_has_its_parent()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var heldOnLane = harness.Faults.HoldBeforeEvent(2, "response.completed");
        var second = history.Copy().User("say two");
        var onLane = harness.BeginAsync(second);
        await heldOnLane.Reached.WaitAsync(harness.Limit);
        using var heldFork = harness.Faults.HoldBeforeEvent(3, "response.in_progress");
        var fork = harness.BeginAsync(history.Copy().User("say fork"));
        await heldFork.Reached.WaitAsync(harness.Limit);
        heldOnLane.Release();
        var third = harness.BeginAsync(second.Mapped(await onLane).User("say three"));

        // Sent after it on the same socket, and answered: what was sent before has arrived by then.
        (await harness.TurnAsync(TestHistory.Asking("say other"))).Report.Session.Should().Be(1);
        harness.Journal.Sent().Should().HaveCount(4).And.NotContain(static frame => frame.Text!.Contains("say three"));
        heldFork.Release();

        ((await fork).Text, (await fork).Report.Plan.Kind, (await fork).Report.Sends).Should().Be(("fork", PlanKind.Fork, 1));
        ((await third).Text, (await third).Report.Plan.Kind, (await third).Report.Sends).Should().Be(("three", PlanKind.Continue, 1));
        harness.Journal.Connections.Should().ContainSingle();
    }
}
