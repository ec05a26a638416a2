using System.Net.Http.Headers;

namespace ResponsesWebSocket.Client.Transport;

/// <summary>Makes the requests of turns that go over HTTP.</summary>
internal sealed class HttpConnector(ResponsesWebSocketOptions options, HttpMessageInvoker invoker, Credential credential, TimeProvider time)
{
    private readonly Uri _address = EndpointAddress.HttpOf(options.Endpoint);

    /// <summary>A transport for one turn. Nothing happens before the turn is sent.</summary>
    public SseTransport Open() => new(PostAsync, _address.Host, options.MaxMessageBytes);

    /// <returns>A successful answer, of which only the headers have been read.</returns>
    /// <exception cref="ResponseRefusedException">The service answered with another status.</exception>
    /// <exception cref="ConnectionLostException">No connection, not in time, or no answer.</exception>
    private Task<HttpResponseMessage> PostAsync(ReadOnlyMemory<byte> json, UploadProgress progress, CancellationToken cancellationToken) =>
        credential.UseAsync((token, leave) => PostAsync(json, new UploadProgress(progress), token, leave), cancellationToken);

    private async Task<HttpResponseMessage> PostAsync(ReadOnlyMemory<byte> json, UploadProgress progress, string? token, CancellationToken cancellationToken)
    {
        // The limit is for connecting only: the answer begins when the service has taken the turn, and that may take minutes.
        using var connecting = new CancellationTokenSource(options.ConnectTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, connecting.Token);
        using var request = Request(json, progress, token);
        try
        {
            var answering = SendAsync(request, linked.Token);
            await Task.WhenAny(answering, progress.Begun).ConfigureAwait(false);
            connecting.CancelAfter(Timeout.InfiniteTimeSpan);
            var answer = await answering.ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? answer : throw await RefusedAnswer.ReadAsync(answer, _address, token, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException)
        {
            throw new ConnectionLostException($"No answer from {_address.Host}: {(cause.InnerException ?? cause).Message}", cause);
        }
        catch (OperationCanceledException cause) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectionLostException(
                connecting.IsCancellationRequested
                    ? $"No connection to {_address.Host} within ConnectTimeout ({options.ConnectTimeout})."
                    : $"No answer from {_address.Host}: the HttpInvoker gave up. Raise its Timeout; a model may think for minutes before it answers.",
                cause);
        }
    }

    /// <summary>An HttpClient would read the whole answer first unless it is told not to.</summary>
    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        invoker is HttpClient client
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            : invoker.SendAsync(request, cancellationToken);

    private HttpRequestMessage Request(ReadOnlyMemory<byte> json, UploadProgress progress, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new UploadContent(json, progress) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        foreach (var (name, value) in RequestHeaders.Of(options, token))
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
