namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>A turn that was sent several times is told by the furthest it came, not by its last try.</summary>
public sealed class FurthestDeliveryTests
{
    [Theory]
    [InlineData("response.created", DeliveryState.Ambiguous)]
    [InlineData("response.output_text.delta", DeliveryState.Accepted)]
    [InlineData("response.output_text.done", DeliveryState.Answered)]
    public async Task A_refused_reconnect_does_not_hide_what_the_service_had_begun(string heldEvent, DeliveryState furthest)
    {
        var options = new EmulatorOptions();
        await using var harness = await Harness.StartAsync(options, static client => (client.Transport, client.ConnectRetries) = (ResponsesTransport.WebSocket, 0));
        using var held = harness.Faults.HoldBeforeEvent(1, heldEvent);
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await held.Reached;
        options.RefuseUpgrade = HttpStatusCode.ServiceUnavailable;
        harness.Emulator.DropConnections();

        var thrown = (await turn.Awaiting(static t => t).Should().ThrowAsync<ResponseRefusedException>()).Which;
        (thrown.StatusCode, thrown.IsTransient, thrown.Delivery).Should().Be((HttpStatusCode.ServiceUnavailable, true, furthest));
    }

    [Fact]
    public async Task A_second_loss_that_came_less_far_does_not_hide_the_first()
    {
        await using var harness = await Harness.StartTalkingAsync(static options => options.MaxRetries = 1);
        harness.Faults.DropAfterEvent(1, "response.output_text.delta");
        harness.Faults.DropBeforeTurn(2);
        var lost = () => harness.TurnAsync(TestHistory.Asking("say one"));

        (await lost.Should().ThrowAsync<ConnectionLostException>()).Which.Delivery.Should().Be(DeliveryState.Answered);
        harness.Journal.Sent().Should().HaveCount(2);
    }

    [Fact]
    public async Task A_refusal_of_the_replay_does_not_hide_the_loss_before_it()
    {
        await using var harness = await Harness.StartTalkingAsync(static options => options.MaxRetries = 1);
        harness.Faults.DropAfterEvent(1, "response.output_text.delta");
        harness.Faults.FailTurn(2, 429, "rate_limit_exceeded", "Later.");
        var refused = () => harness.TurnAsync(TestHistory.Asking("say one"));

        var thrown = (await refused.Should().ThrowAsync<ResponseRefusedException>()).Which;
        (thrown.Code, thrown.Delivery).Should().Be(("rate_limit_exceeded", DeliveryState.Answered));
    }
}
