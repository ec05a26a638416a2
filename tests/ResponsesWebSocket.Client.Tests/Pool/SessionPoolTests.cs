using Microsoft.Extensions.Logging.Abstractions;
using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.Pool;
using ResponsesWebSocket.Client.Sessions;
using ResponsesWebSocket.Client.Telemetry;

namespace ResponsesWebSocket.Client.Tests.Pool;

public sealed class SessionPoolTests
{
    /// <summary>The call to look again and the cancellation meet in a race, so it is run often.</summary>
    [Fact]
    public async Task Whoever_leaves_the_line_when_called_passes_the_call_on()
    {
        using var limit = TestTimeout.Start();
        for (var round = 0; round < 100; round++)
        {
            var opening = new TaskCompletionSource<Session>();
            var opened = 0;
            var options = new ResponsesWebSocketOptions { MaxSessions = 1, MaxConnectionAge = TimeSpan.MaxValue };
            var endpoint = new EndpointCapabilities(EndpointProfile.Azure, options);
            var context = new ClientContext(options, endpoint, TimeProvider.System, NullLogger.Instance, new ClientMetrics(options.Endpoint, EndpointProfile.Azure));
            Task<Session> OpenAsync() => opened++ == 0 ? opening.Task : Task.FromResult(new Session(new(opened), new IdleTransport(), endpoint.Lanes, TimeProvider.System, NullLogger.Instance));
            await using var pool = new SessionPool((_, _) => OpenAsync(), static _ => false, context);
            using var leaving = new CancellationTokenSource();
            var failing = pool.LeaseAsync(default, limit.Token).AsTask();
            var first = pool.LeaseAsync(default, leaving.Token).AsTask();
            var second = pool.LeaseAsync(default, limit.Token).AsTask();
            // Callbacks run last in, first out: the first one in the line is called just before its own cancellation.
            await using var called = leaving.Token.Register(() => opening.SetException(new ConnectionLostException("Not today.")));
            await leaving.CancelAsync();

            await failing.Awaiting(static t => t).Should().ThrowAsync<ConnectionLostException>();
            (await Task.WhenAny(first, second).WaitAsync(limit.Token)).Should().NotBeNull();
            if (first.IsCompletedSuccessfully)
            {
                (await first).Dispose();
            }

            (await second.WaitAsync(limit.Token)).Dispose();
        }
    }
}
