using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.Sessions;

namespace ResponsesWebSocket.Client.Tests.Sessions;

public sealed class BrokenSessionTests
{
    private const int SessionBroken = 2;

    /// <summary>Between the decision that a session is over and the end of its transport, where a real socket still takes what is sent.</summary>
    [Fact]
    [Trait("Bug", "10 closed or sick socket taken from the pool")]
    public async Task A_turn_that_comes_while_a_session_breaks_is_not_sent()
    {
        using var limit = TestTimeout.Start();
        var transport = new IdleTransport();
        var turn = new Turn(byteBudget: 1024);
        Session? session = null;
        var sending = Task.CompletedTask;
        using var hook = new CapturedLogs(eventId => sending = eventId == SessionBroken ? session!.DefaultLane.SendAsync(turn, new byte[] { (byte)'{', (byte)'}' }) : sending);
        session = new Session(new(1), transport, new LaneCapability(allowed: true), TimeProvider.System, hook.CreateLogger(nameof(Session)));
        await using var closing = session;
        session.Break(new ProtocolViolationException("What?"));
        await sending;
        var answer = async () => await turn.NextAsync(limit.Token);

        (await answer.Should().ThrowAsync<ProtocolViolationException>()).Which.Delivery.Should().Be(DeliveryState.NotSent);
        transport.Sent.Should().Be(0);
    }
}
