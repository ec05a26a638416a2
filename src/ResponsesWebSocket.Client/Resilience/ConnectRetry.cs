using System.Net;
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
        var retries = context.Options.MaxRetries == 0 ? 0 : context.Options.ConnectRetries;
        var started = context.Time.GetTimestamp();
        for (var failures = 1; ; failures++)
        {
            TimeSpan pause;
            try
            {
                return await TryAsync(connect, cancellationToken).ConfigureAwait(false);
            }
            catch (ResponsesWebSocketException failure) when (failures <= retries && MayPass(failure))
            {
                pause = (failure as ResponseRefusedException)?.RetryAfter ?? Backoff.After(failures);
                if (context.Time.GetElapsedTime(started) + pause >= context.Options.ConnectBudget)
                {
                    throw;
                }

                Log.ConnectRetried(context.Logger, failures, pause, failure.Message);
            }

            await Task.Delay(pause, context.Time, cancellationToken).ConfigureAwait(false);
        }
    }

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
