using System.Net;

namespace ResponsesWebSocket.Client.Transport;

/// <summary>The bearer token: the key, or what the application's callback gives at the moment.</summary>
internal sealed class Credential(ResponsesWebSocketOptions options)
{
    /// <summary>
    /// Makes a request with the token of the moment. One that is refused for its token is made once more, if the application
    /// has another token by then: a token may run out between being given and being used.
    /// </summary>
    /// <param name="request">Makes the request with that token.</param>
    /// <param name="isForbiddenWorthAnother">Whether 403 may be about the token as well as 401.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AccessTokenException">The callback gave no token.</exception>
    public async Task<T> UseAsync<T>(Func<string?, CancellationToken, Task<T>> request, bool isForbiddenWorthAnother, CancellationToken cancellationToken)
    {
        var token = await GetAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await request(token, cancellationToken).ConfigureAwait(false);
        }
        catch (ResponseRefusedException refused) when (options.AccessToken is not null
            && (refused.StatusCode == HttpStatusCode.Unauthorized || (isForbiddenWorthAnother && refused.StatusCode == HttpStatusCode.Forbidden)))
        {
            var another = await GetAsync(cancellationToken).ConfigureAwait(false);
            if (another == token)
            {
                throw;
            }

            return await request(another, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<string?> GetAsync(CancellationToken cancellationToken)
    {
        if (options.AccessToken is not { } ask)
        {
            return options.ApiKey;
        }

        string? token;
        try
        {
            token = await ask(cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new AccessTokenException($"The AccessToken callback threw {cause.GetType().Name}, so there is nothing to sign in with. The inner exception says why.", cause);
        }

        // The value itself is a secret and is not repeated.
        return string.IsNullOrWhiteSpace(token) ? throw new AccessTokenException("The AccessToken callback gave no token. It must return one, or throw.")
            : RequestHeaders.CanBeSent(token) ? token
            : throw new AccessTokenException("The AccessToken callback gave a token with a line break or another character that cannot be sent in a header. Trim it where it is read.");
    }
}
