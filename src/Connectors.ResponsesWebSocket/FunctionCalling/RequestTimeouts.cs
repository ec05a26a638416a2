using System.Globalization;

namespace Connectors.ResponsesWebSocket.FunctionCalling;

/// <summary>
/// The timeout of an application's own HTTP client bounds a request, whatever carries it: a whole answer, or the wait until a
/// stream begins.
/// </summary>
/// <param name="timeout">The client's; infinite where none was given.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestTimeouts(TimeSpan timeout, TimeProvider time)
{
    public RequestTimeout Begin(CancellationToken cancellationToken) => new(timeout, time, cancellationToken);
}

/// <summary>The time of one request.</summary>
internal sealed class RequestTimeout : IDisposable
{
    private const string Cancelled = "The operation was canceled.";

    private readonly TimeSpan _timeout;
    private readonly CancellationToken _callers;
    private readonly CancellationTokenSource _elapsed;
    private readonly CancellationTokenSource _either;
    private readonly bool _neverBegan;

    public RequestTimeout(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        (_timeout, _callers, _neverBegan) = (timeout, cancellationToken, cancellationToken.IsCancellationRequested);
        _elapsed = new CancellationTokenSource(timeout, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _elapsed.Token);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>A stream has begun: from here on its reader decides.</summary>
    public void Stop() => _elapsed.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>
    /// A cancellation as the HTTP client and the pipelines above it tell it: each in an exception of its own, with the text of a task
    /// that never ran where nothing was begun.
    /// </summary>
    /// <param name="cause">What was thrown.</param>
    /// <param name="isPast">Whether all that is left to do for the caller is the next request.</param>
    public TaskCanceledException ToException(OperationCanceledException cause, bool isPast)
    {
        if (_elapsed.IsCancellationRequested && !_callers.IsCancellationRequested)
        {
            return new(
                string.Create(CultureInfo.InvariantCulture, $"The request was canceled due to the configured HttpClient.Timeout of {_timeout.TotalSeconds} seconds elapsing."),
                new TimeoutException(Cancelled, new TaskCanceledException(Cancelled, cause, _either.Token)),
                _either.Token);
        }

        var text = _neverBegan || isPast ? "A task was canceled." : Cancelled;
        return new(Cancelled, new TaskCanceledException(text, new TaskCanceledException(text, cause, _callers), _callers), _callers);
    }

    public void Dispose()
    {
        _either.Dispose();
        _elapsed.Dispose();
    }
}
