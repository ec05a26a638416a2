namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class FrameSizeLimitTests
{
    [Fact]
    public async Task A_turn_over_the_limit_sends_nothing_and_the_conversation_goes_on()
    {
        await using var harness = await Harness.StartTalkingAsync(static options => (options.Transport, options.MaxFrameBytes) = (ResponsesTransport.WebSocket, 2048));
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        var frames = harness.Journal.Frames.Count;
        var tooLarge = () => harness.TurnAsync(history.Copy().User(new string('x', 2048)));

        var thrown = (await tooLarge.Should().ThrowAsync<RequestTooLargeException>()).Which;
        thrown.Limit.Should().Be(2048);
        thrown.Size.Should().BeGreaterThan(2048);
        thrown.Delivery.Should().Be(DeliveryState.NotSent);
        thrown.Message.Should().Contain("MaxFrameBytes");
        harness.Journal.Frames.Should().HaveCount(frames);
        (await harness.SayAsync(history, "say two")).Report.Plan.Kind.Should().Be(PlanKind.Continue);
    }

    [Fact]
    public async Task A_history_over_the_limit_goes_on_as_long_as_what_is_new_fits()
    {
        await using var harness = await Harness.StartTalkingAsync(static options => options.MaxFrameBytes = 2048);
        var history = new TestHistory();
        for (var turn = 1; turn <= 5; turn++)
        {
            var result = await harness.SayAsync(history, $"say {turn}\n{new string('x', 1000)}");
            result.Report.BytesSent.Should().BeLessThan(2048);
        }

        harness.Reports[^1].BytesIfSentInFull.Should().BeGreaterThan(5000);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    public async Task The_limit_is_the_largest_frame_that_is_sent(int change, bool sent)
    {
        await using var probe = await Harness.StartTalkingAsync();
        var history = TestHistory.Asking("say " + new string('x', 2000));
        var size = (int)(await probe.TurnAsync(history)).Report.BytesSent;
        await using var harness = await Harness.StartTalkingAsync(options => (options.Transport, options.MaxFrameBytes) = (ResponsesTransport.WebSocket, size + change));
        var turn = () => harness.TurnAsync(history);

        if (sent)
        {
            await turn.Should().NotThrowAsync();
        }
        else
        {
            (await turn.Should().ThrowAsync<RequestTooLargeException>()).Which.Size.Should().Be(size);
        }
    }
}
