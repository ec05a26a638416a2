using System.Net;
using Polly;
using Polly.Retry;
using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.Telemetry;

namespace ResponsesWebSocket.Client.Resilience;

/// <summary>Opens a socket in several tries, where a failure may pass.</summary>
internal sealed class ConnectRetry(RateLimitGate gate, ClientContext context)
{
    /// <exception cref="ResponsesWebSocketException">The last try failed.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> connect, CancellationToken cancellationToken)
    {
        // Who wants to hear of the first failure means this one too.
        if (context.Options.ConnectRetries == 0 || context.Options.MaxRetries == 0)
        {
            return await TryAsync(connect, cancellationToken).ConfigureAwait(false);
        }

        var started = context.Time.GetTimestamp();
        var pause = TimeSpan.Zero;
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = context.Time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = context.Options.ConnectRetries,
                ShouldHandle = failed =>
                {
                    pause = PauseAfter(failed.Outcome.Exception, failed.AttemptNumber + 1);
                    return new(failed.Outcome.Exception is ResponsesWebSocketException failure
                        && MayPass(failure)
                        && context.Time.GetElapsedTime(started) + pause < context.Options.ConnectBudget);
                },
                DelayGenerator = _ => new(pause),
                OnRetry = again =>
                {
                    Log.ConnectRetried(context.Logger, again.AttemptNumber + 1, again.RetryDelay, again.Outcome.Exception?.Message);
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
        _ when context.Options.Transport == ResponsesTransport.Auto && NoSocket.GoesOverHttpAtOnce(failure) => false,
        ResponseRefusedException { StatusCode: HttpStatusCode.NotImplemented } => false,
        ResponseRefusedException { RetryAfter: { } asked } when asked > context.Options.MaxRetryAfter => false,
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
