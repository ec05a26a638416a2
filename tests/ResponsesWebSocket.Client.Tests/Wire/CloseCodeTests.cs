using ResponsesWebSocket.Client.Tests.Kit;

namespace ResponsesWebSocket.Client.Tests.Wire;

public sealed class CloseCodeTests
{
    [Theory]
    [InlineData(1002)]
    [InlineData(1003)]
    [InlineData(1007)]
    [InlineData(1008)]
    [InlineData(1009)]
    [InlineData(1010)]
    public async Task A_close_that_the_same_frame_would_meet_again_is_told_and_not_tried_again(int code)
    {
        await using var harness = await Harness.StartTalkingAsync(static options => options.Transport = ResponsesTransport.WebSocket);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        var turn = harness.BeginAsync(History.Asking("say one"));
        await held.Reached;
        await harness.Emulator.CloseConnectionsAsync(code, "because", harness.Limit);

        var thrown = (await turn.Awaiting(static t => t).Should().ThrowAsync<ConnectionLostException>()).Which;
        (thrown.CloseStatus, thrown.IsTransient, thrown.Delivery).Should().Be((code, false, DeliveryState.Ambiguous));
        thrown.Message.Should().Contain("because");
        harness.Journal.Sent().Should().ContainSingle();
        (await harness.TurnAsync(History.Asking("say two"))).Report.Session.Should().Be(2);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1011)]
    [InlineData(1012)]
    [InlineData(1013)]
    public async Task A_close_that_says_nothing_about_the_turn_is_not_seen(int code)
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        var turn = harness.BeginAsync(History.Asking("say one"));
        await held.Reached;
        await harness.Emulator.CloseConnectionsAsync(code, "because", harness.Limit);

        var result = await turn;
        (result.Text, result.Report.Session, result.Report.Sends).Should().Be(("one", 2, 2));
        result.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.SessionLost));
    }
}
