using System.Net.Http.Headers;

namespace ResponsesWebSocket.Client.Transport;

/// <summary>Makes the requests of turns that go over HTTP.</summary>
internal sealed class HttpConnector(ResponsesWebSocketOptions options, HttpMessageInvoker invoker, Credential credential, TimeProvider time)
{
    private readonly Uri _address = EndpointAddress.HttpOf(options.Endpoint);

    /// <summary>A transport for one turn. Nothing happens before the turn is sent.</summary>
    public SseTransport Open() => new(PostAsync, _address.Host, options.MaxMessageBytes);

    /// <summary>Makes a request that is no turn and returns what it is answered.</summary>
    /// <param name="path">Where, below the address of turns.</param>
    /// <param name="json">The body.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="ResponsesWebSocketException">It was refused, or there was no answer.</exception>
    public async Task<byte[]> AskAsync(string path, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        var address = new UriBuilder(_address) { Path = $"{_address.AbsolutePath}/{path}" }.Uri;
        using var answer = await credential.UseAsync(
            (token, leave) => PostAsync(address, "application/json", json, new UploadProgress(), token, leave), isForbiddenWorthAnother: false, cancellationToken).ConfigureAwait(false);
        try
        {
            var limited = new BoundedEventStream(await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), options.MaxMessageBytes);
            await using var closing = limited.ConfigureAwait(false);
            return await limited.ReadWholeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException)
        {
            throw new ConnectionLostException($"The answer of {_address.Host} broke off: {cause.Message}", cause) { Delivery = DeliveryState.Accepted };
        }
    }

    /// <returns>A successful answer, of which only the headers have been read.</returns>
    /// <exception cref="ResponseRefusedException">The service answered with another status.</exception>
    /// <exception cref="ConnectionLostException">No connection, not in time, or no answer.</exception>
    /// <exception cref="HttpHandlerException">A handler of the application's threw.</exception>
    private Task<HttpResponseMessage> PostAsync(ReadOnlyMemory<byte> json, UploadProgress progress, CancellationToken cancellationToken) =>
        credential.UseAsync((token, leave) => PostAsync(_address, "text/event-stream", json, new UploadProgress(progress), token, leave), isForbiddenWorthAnother: false, cancellationToken);

    private async Task<HttpResponseMessage> PostAsync(
        Uri address, string accept, ReadOnlyMemory<byte> json, UploadProgress progress, string? token, CancellationToken cancellationToken)
    {
        // The limit is for connecting only: the answer begins when the service has taken the turn, and that may take minutes.
        using var connecting = new CancellationTokenSource(options.ConnectTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, connecting.Token);
        using var request = Request(address, accept, json, progress, token);
        try
        {
            var answering = invoker.BeginAsync(request, linked.Token);
            await Task.WhenAny(answering, progress.Begun).ConfigureAwait(false);
            connecting.CancelAfter(Timeout.InfiniteTimeSpan);
            var answer = await answering.ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? answer : throw await HttpErrorReader.ReadAsync(answer, address, token, time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException cause) when (connecting.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ConnectionLostException($"No connection to {_address.Host} within ConnectTimeout ({options.ConnectTimeout}).", cause);
        }
        catch (Exception cause) when (cause is not (ResponsesWebSocketException or OperationCanceledException) || (cause is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw RequestFailure.Of(cause, $"No answer from {_address.Host}", _address.Host);
        }
    }

    private HttpRequestMessage Request(Uri address, string accept, ReadOnlyMemory<byte> json, UploadProgress progress, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new UploadContent(json, progress) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        foreach (var (name, value) in RequestHeaders.Of(options, token))
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
