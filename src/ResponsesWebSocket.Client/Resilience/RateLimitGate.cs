using System.Net;
using Microsoft.Extensions.Logging;
using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.Telemetry;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Resilience;

/// <summary>
/// Keeps the word of a <c>retry-after</c> for all that uses the same credential: before that moment no turn is sent and no socket
/// opened, whichever of them was told. Who waits passes in order of arrival.
/// </summary>
/// <param name="longest">Past this the gate stays open: who was refused gets to know, and the next one may try.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where waits are logged.</param>
/// <param name="disposing">The end of the client.</param>
internal sealed class RateLimitGate(TimeSpan longest, TimeProvider time, ILogger logger, CancellationToken disposing = default)
{
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;
    private long _closedAt;
    private TimeSpan _closedFor;

    /// <summary>How long it stays closed; not positive when it is open.</summary>
    private TimeSpan Left
    {
        get
        {
            lock (_lock)
            {
                return _closedFor == TimeSpan.Zero ? TimeSpan.Zero : _closedFor - time.GetElapsedTime(_closedAt);
            }
        }
    }

    /// <summary>Closes for as long as the service asked to be left alone.</summary>
    /// <returns>Whether it did.</returns>
    public bool Close(ResponsesWebSocketException failure)
    {
        if (failure is not ResponseRefusedException
            {
                IsTransient: true,
                StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable,
                RetryAfter: { } asked,
            }
            || asked > longest)
        {
            return false;
        }

        lock (_lock)
        {
            if (asked > Left)
            {
                (_closedAt, _closedFor) = (time.GetTimestamp(), asked);
            }
        }

        return true;
    }

    /// <summary>Waits for something with which a turn is not sent yet. The end of the client ends the wait.</summary>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public Task WaitAsync(Func<CancellationToken, Task> wait, CancellationToken cancellationToken) => ClientEnd.WaitAsync(wait, disposing, cancellationToken);

    /// <summary>Waits until it is open. Those behind wait until the passage is disposed as well.</summary>
    public async ValueTask<Permit> PassAsync(CancellationToken cancellationToken)
    {
        Task before;
        TaskCompletionSource passed;
        lock (_lock)
        {
            if (_last.IsCompleted && Left <= TimeSpan.Zero)
            {
                return default;
            }

            before = _last;
            passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _last = passed.Task;
        }

        try
        {
            await WaitAsync(token => WaitAsync(before, token), cancellationToken).ConfigureAwait(false);
            return new Permit(passed);
        }
        catch
        {
            // Whoever leaves the line leaves it whole: the next one follows the one before.
            _ = before.ContinueWith(_ => passed.TrySetResult(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
    }

    private async Task WaitAsync(Task before, CancellationToken cancellationToken)
    {
        await before.WaitAsync(cancellationToken).ConfigureAwait(false);
        while (Left is var left && left > TimeSpan.Zero)
        {
            var opening = Task.Delay(WholeMilliseconds.Of(left), time, cancellationToken);
            Log.WaitsForService(logger, left);
            await opening.ConfigureAwait(false);
        }
    }

    /// <summary>The way through the gate.</summary>
    public readonly struct Permit(TaskCompletionSource? passed) : IDisposable
    {
        public void Dispose() => passed?.TrySetResult();
    }
}
