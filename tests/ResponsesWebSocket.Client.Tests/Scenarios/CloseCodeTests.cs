namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>Each code: what the caller sees, and whether the turn is made again.</summary>
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
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await held.Reached;
        await harness.Emulator.CloseConnectionsAsync(code, "because", harness.Limit);

        var thrown = (await turn.Awaiting(static t => t).Should().ThrowAsync<ConnectionLostException>()).Which;
        (thrown.CloseStatus, thrown.IsTransient, thrown.Delivery).Should().Be((code, false, DeliveryState.Ambiguous));
        thrown.Message.Should().Contain("because");
        harness.Journal.Sent().Should().ContainSingle();
        (await harness.TurnAsync(TestHistory.Asking("say two"))).Report.Session.Should().Be(2);
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
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await held.Reached;
        await harness.Emulator.CloseConnectionsAsync(code, "because", harness.Limit);

        var result = await turn;
        (result.Text, result.Report.Session, result.Report.Sends).Should().Be(("one", 2, 2));
        result.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.SessionLost));
    }

    [Theory]
    [InlineData(1005)]
    [InlineData(1014)]
    [InlineData(3000)]
    [InlineData(4999)]
    public async Task A_close_without_a_code_or_with_one_nobody_knows_is_a_loss_like_any_other(int code)
    {
        var close = new PlannedFault(new() { Connection = 1, EventType = "response.created" }, new FaultEffect.Close(code, code == 1005 ? null : "because", FaultPlace.Before));
        await using var harness = await Harness.StartAsync(new EmulatorOptions { FaultPlan = new([close]) });
        var result = await harness.TurnAsync(TestHistory.Asking("say one"));

        (result.Text, result.Report.Session, result.Report.Sends, result.Report.Retries).Should().Be(("one", 2, 2, 1));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, true)]
    [InlineData(1002, false)]
    [InlineData(1003, false)]
    [InlineData(1007, false)]
    [InlineData(1008, false)]
    [InlineData(1009, false)]
    [InlineData(1010, false)]
    [InlineData(1011, true)]
    [InlineData(1012, true)]
    [InlineData(1013, true)]
    [InlineData(4000, true)]
    [Trait("Bug", "R10 close 1000 in the middle of an answer")]
    public async Task In_the_middle_of_text_that_was_seen_every_close_is_told_and_nothing_is_sent_again(int code, bool transient)
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.done");
        await using var stream = harness.Stream(TestHistory.Asking("say one"));
        await StreamingTests.NextAsync<OutputTextDeltaEvent>(stream);
        await harness.Emulator.CloseConnectionsAsync(code, "because", harness.Limit);
        var next = async () => await stream.MoveNextAsync();

        var thrown = (await next.Should().ThrowAsync<ConnectionLostException>()).Which;
        (thrown.CloseStatus, thrown.IsTransient, thrown.Delivery).Should().Be((code, transient, DeliveryState.Answered));
        harness.Journal.Sent().Should().ContainSingle();
    }

    [Theory]
    [InlineData(1012)]
    [InlineData(1013)]
    public async Task A_service_that_restarts_or_asks_to_come_back_later_is_given_time(int code)
    {
        var time = new ManualTime();
        using var signal = new CapturedLogs();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), logs: signal, time: time);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await held.Reached;
        await harness.Emulator.CloseConnectionsAsync(code, "because", harness.Limit);
        await signal.PauseAsync(harness.Limit);
        harness.Journal.Connections.Should().ContainSingle();
        time.Advance(TimeSpan.FromSeconds(8));

        (await turn).Report.Session.Should().Be(2);
    }
}
