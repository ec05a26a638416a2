using Microsoft.Extensions.Logging.Abstractions;
using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.Pool;
using ResponsesWebSocket.Client.Sessions;

namespace ResponsesWebSocket.Client.Tests.Pool;

public sealed class PooledSessionTests
{
    /// <summary>The pool hears of a session's end a moment later, on another thread.</summary>
    [Fact]
    [Trait("Bug", "10 closed or sick socket taken from the pool")]
    public async Task A_session_that_is_over_takes_no_turn_while_it_is_still_in_the_pool()
    {
        var endpoint = new EndpointCapabilities(EndpointProfile.OpenAI, new ResponsesWebSocketOptions());
        var lanes = endpoint.Lanes;
        await using var session = new Session(new(1), new IdleTransport(), lanes, TimeProvider.System, NullLogger.Instance);
        var pooled = new PooledSession(session, endpoint, TimeSpan.MaxValue);
        (pooled.IsUsable, pooled.HasSlot).Should().Be((true, true));
        session.Break(new ConnectionLostException("Gone."));

        (pooled.IsUsable, pooled.HasSlot).Should().Be((false, false));
    }
}
