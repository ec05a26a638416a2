using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using ResponsesWebSocket.Client.Telemetry;

namespace ResponsesWebSocket.Client.Resilience;

/// <summary>Opens a socket in several tries, where a failure may pass.</summary>
internal sealed class ConnectRetry(ResponsesWebSocketOptions options, RateLimitGate gate, TimeProvider time, ILogger logger)
{
    /// <exception cref="ResponsesWebSocketException">The last try failed.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> connect, CancellationToken cancellationToken)
    {
        // Who wants to hear of the first failure means this one too.
        if (options.ConnectRetries == 0 || options.MaxRetries == 0)
        {
            return await TryAsync(connect, cancellationToken).ConfigureAwait(false);
        }

        var started = time.GetTimestamp();
        var pause = TimeSpan.Zero;
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.ConnectRetries,
                ShouldHandle = failed =>
                {
                    pause = PauseAfter(failed.Outcome.Exception, failed.AttemptNumber + 1);
                    return new(failed.Outcome.Exception is ResponsesWebSocketException failure
                        && MayPass(failure)
                        && time.GetElapsedTime(started) + pause < options.ConnectBudget);
                },
                DelayGenerator = _ => new(pause),
                OnRetry = again =>
                {
                    Log.ConnectRetried(logger, again.AttemptNumber + 1, again.RetryDelay, again.Outcome.Exception?.Message);
                    return default;
                },
            })
            .Build();
        return await pipeline.ExecuteAsync(async token => await TryAsync(connect, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private static TimeSpan PauseAfter(Exception? failure, int failures) => (failure as ResponseRefusedException)?.RetryAfter ?? Backoff.After(failures);

    private bool MayPass(ResponsesWebSocketException failure) => failure switch
    {
        // What HTTP may make up for is no reason to wait.
        _ when options.Transport == ResponsesTransport.Auto && NoSocket.GoesOverHttpAtOnce(failure) => false,
        ResponseRefusedException { StatusCode: HttpStatusCode.NotImplemented } => false,
        ResponseRefusedException { RetryAfter: { } asked } when asked > options.MaxRetryAfter => false,
        _ => failure.IsTransient,
    };

    private async Task<T> TryAsync<T>(Func<CancellationToken, Task<T>> connect, CancellationToken cancellationToken)
    {
        (await gate.PassAsync(cancellationToken).ConfigureAwait(false)).Dispose();
        try
        {
            return await connect(cancellationToken).ConfigureAwait(false);
        }
        catch (ResponsesWebSocketException failure)
        {
            gate.Close(failure);
            throw;
        }
    }
}
