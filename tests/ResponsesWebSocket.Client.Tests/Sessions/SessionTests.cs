using Microsoft.Extensions.Logging.Abstractions;
using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.Sessions;

namespace ResponsesWebSocket.Client.Tests.Sessions;

public sealed class SessionTests
{
    [Fact]
    public async Task A_turn_that_is_sent_while_the_session_is_being_closed_fails_and_does_not_wait_for_ever()
    {
        using var limit = TestTimeout.Start();
        var transport = new ClosingTransport();
        var session = new Session(new(1), transport, new LaneCapability(allowed: true), TimeProvider.System, NullLogger.Instance);
        var closing = session.DisposeAsync().AsTask();
        await transport.Closing.WaitAsync(limit.Token);
        var turn = new Turn(byteBudget: 1024);
        await session.DefaultLane.SendAsync(turn, new byte[] { (byte)'{', (byte)'}' });
        transport.Closed.SetResult();
        await closing;

        var answer = async () => await turn.NextAsync(limit.Token);

        (await answer.Should().ThrowAsync<ConnectionLostException>()).Which.Message.Should().Contain("disposed");
    }

    /// <summary>Stands between the decision to close and the close itself, where a real socket still takes what is sent.</summary>
    private sealed class ClosingTransport : IdleTransport
    {
        private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Closing => _closing.Task;

        public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask DisposeAsync()
        {
            _closing.TrySetResult();
            await Closed.Task;
            await base.DisposeAsync();
        }
    }
}
