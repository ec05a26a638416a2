namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>A turn that went over HTTP because no socket took it cannot be steered, and says so.</summary>
public sealed class SteeringWithoutSocketTests
{
    private const string TextDone = "response.output_text.done";
    private const int Limit = 4096;

    [Fact]
    public async Task Where_no_socket_is_to_be_had_the_message_comes_back_with_the_reason()
    {
        await using var harness = await WatchedTurn.HarnessAsync(emulator: static options => options.RefuseUpgrade = HttpStatusCode.UpgradeRequired);
        await ShouldComeBackAsync(harness, turn: 1, TestHistory.Asking("say one"), PlanReason.SocketUnavailable);
    }

    [Fact]
    public async Task A_turn_that_a_socket_was_closed_for_is_not_steered_on_what_is_left_of_the_socket()
    {
        await using var harness = await WatchedTurn.HarnessAsync(emulator: static options => options.MaximumMessageBytes = Limit);
        // The socket never takes it, so it is the first turn that the service counts.
        await ShouldComeBackAsync(harness, turn: 1, TestHistory.Asking("say one\n" + new string('x', Limit)), PlanReason.FrameTooLarge);
    }

    private static async Task ShouldComeBackAsync(Harness harness, int turn, TestHistory history, PlanReason reason)
    {
        using var held = harness.Faults.HoldBeforeEvent(turn, TextDone);
        var running = await WatchedTurn.BeginAsync(harness, history, held);
        var outcome = await running.Turn.SteerAsync("say two", harness.Limit);
        held.Release();
        var result = await running.Result;

        (outcome.Status, outcome.Code).Should().Be((SteerStatus.NotDelivered, null));
        outcome.Reason.Should().Contain("HTTP");
        outcome.Messages.Should().ContainSingle().Which.Text.Should().Be("say two");
        (result.Text, result.Report.Plan.Reason, result.Report.Transport).Should().Be(("one", reason, ResponsesTransport.Http));
        harness.Journal.Sent().Should().NotContain(static frame => (frame.Text ?? "").Contains("response.steer", StringComparison.Ordinal));
    }
}
