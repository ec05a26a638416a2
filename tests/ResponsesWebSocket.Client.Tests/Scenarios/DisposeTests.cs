namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class DisposeTests
{
    [Fact]
    public async Task Disposing_closes_every_socket_in_order()
    {
        await using var harness = await Harness.StartTalkingAsync(Harness.WithoutLanes);
        await harness.TurnAsync(TestHistory.Asking("say one"));
        await harness.TurnAsync(TestHistory.Asking("say two"));
        await harness.Client.DisposeAsync();
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        await harness.Journal.WaitForClosedAsync(2, harness.Limit);

        harness.Journal.Connections.Should().HaveCount(2).And.OnlyContain(static connection => connection.CloseStatus == 1000);
    }

    [Fact]
    public async Task Disposing_fails_the_turns_in_flight_and_those_that_wait()
    {
        await using var harness = await Harness.StartTalkingAsync(Harness.OneLane);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        var running = harness.BeginAsync(TestHistory.Asking("say one"));
        await held.Reached;
        var waiting = harness.BeginAsync(TestHistory.Asking("say two"));
        await harness.Client.DisposeAsync();

        (await running.Awaiting(static t => t).Should().ThrowAsync<ConnectionLostException>()).Which.IsTransient.Should().BeFalse();
        await waiting.Awaiting(static t => t).Should().ThrowAsync<ObjectDisposedException>();
        harness.Journal.Sent().Should().ContainSingle();
    }

    [Fact]
    public async Task Disposing_ends_a_stream_whose_text_was_seen()
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.done");
        await using var stream = harness.Stream(TestHistory.Asking("say one"));
        await StreamingTests.NextAsync<OutputTextDeltaEvent>(stream);
        await held.Reached;
        await harness.Client.DisposeAsync();

        (await StreamingTests.ReadToFailureAsync(stream)).Thrown.Should().BeOfType<ConnectionLostException>().Which.Message.Should().Contain("disposed");
    }

    [Fact]
    public async Task A_disposed_client_says_so_and_may_be_disposed_again()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        await harness.Client.DisposeAsync();
        await harness.Client.DisposeAsync();
        var late = () => harness.TurnAsync(history.User("say two"));

        await late.Should().ThrowAsync<ObjectDisposedException>();
    }
}
