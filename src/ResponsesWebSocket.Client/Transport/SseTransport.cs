using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Transport;

/// <summary>
/// One turn over HTTP in the form of a connection: what is sent is the frame that a socket would get, what is received are the
/// messages that a socket would bring. Takes one frame and ends with its answer.
/// </summary>
/// <param name="post">Makes the request and returns its successful answer.</param>
/// <param name="host">For messages.</param>
/// <param name="maxMessageBytes">The largest event.</param>
internal sealed class SseTransport(Func<ReadOnlyMemory<byte>, UploadProgress, CancellationToken, Task<HttpResponseMessage>> post, string host, int maxMessageBytes) : ITransport
{
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource<Task<HttpResponseMessage>> _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IAsyncEnumerator<TransportMessage>? _messages;
    private readonly UploadProgress _progress = new();
    private byte[] _event = [];

    /// <summary>The body that was sent, or would have been.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Whether there was a connection that took the body.</summary>
    public bool HasBegun => _progress.Begun.IsCompleted;

    /// <summary>What kept the frame from being sent: not a byte of it left.</summary>
    public ResponsesWebSocketException? NotSent { get; private set; }

    /// <summary>The first call's token holds for all of them.</summary>
    public async ValueTask<TransportMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            _messages ??= ReadAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None);
            return await _messages.MoveNextAsync().ConfigureAwait(false)
                ? _messages.Current
                : throw new ConnectionLostException($"The answer of {host} ended.");
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException or ObjectDisposedException)
        {
            throw new ConnectionLostException($"The answer of {host} broke off: {cause.Message}", cause);
        }
    }

    /// <summary>
    /// Returns when the body is on its way, like the send of a socket. The answer's headers are waited for by whoever receives:
    /// they come when the service has taken the turn.
    /// </summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        Body = HttpRequestBody.FromFrame(message.Span);
        // Away from the caller's thread: the token's callback and the handlers run there, and may need a context that the caller blocks.
        var answer = Task.Run(() => post(Body, _progress, _ended.Token), CancellationToken.None);
        if (!_sent.TrySetResult(answer))
        {
            // Given up before it began; the request sees that by its token.
            LetGo(answer);
        }

        Task begun = Task.WhenAny(answer, _progress.Written).WaitAsync(cancellationToken);
        await begun.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (answer.Exception?.InnerException is ResponsesWebSocketException cause && !HasBegun)
        {
            // Whoever receives may have heard of it first and have ended the wait: it was not sent all the same.
            NotSent = cause;
            return;
        }

        await begun.ConfigureAwait(false);
    }

    /// <summary>Ends the request, which tells the service that nobody listens any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        if (!_sent.TrySetCanceled() && _sent.Task.IsCompletedSuccessfully)
        {
            LetGo(await _sent.Task.ConfigureAwait(false));
        }
    }

    /// <summary>Not waited for: a handler of the application's may take its time. Why there is no answer was told to whoever receives.</summary>
    private static void LetGo(Task<HttpResponseMessage> answer) =>
        _ = answer.ContinueWith(
            static answered =>
            {
                if (answered.IsCompletedSuccessfully)
                {
                    answered.Result.Dispose();
                }
                else
                {
                    _ = answered.Exception;
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

    private async IAsyncEnumerable<TransportMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        var answer = await (await _sent.Task.WaitAsync(linked.Token).ConfigureAwait(false)).WaitAsync(linked.Token).ConfigureAwait(false);
        var limited = new BoundedEventStream(await answer.Content.ReadAsStreamAsync(linked.Token).ConfigureAwait(false), maxMessageBytes);
        await using var closing = limited.ConfigureAwait(false);
        var mediaType = answer.Content.Headers.ContentType?.MediaType;
        if (mediaType is "application/json" || mediaType?.EndsWith("+json", StringComparison.OrdinalIgnoreCase) == true)
        {
            yield return new(TransportMessageKind.Text, HttpRequestBody.ToEvent(await limited.ReadWholeAsync(linked.Token).ConfigureAwait(false)));
            yield break;
        }

        if (mediaType is not (null or "text/event-stream"))
        {
            throw new ProtocolViolationException($"The service answered with '{mediaType}' in place of events. Check that Endpoint is the base URL of a Responses API.");
        }

        await foreach (var happened in SseParser.Create(limited, Keep).EnumerateAsync(linked.Token).ConfigureAwait(false))
        {
            var data = _event.AsMemory(0, happened.Data);
            // Behind the terminal event, where other APIs have their end mark.
            if (!data.IsEmpty && !data.Span.SequenceEqual("[DONE]"u8))
            {
                yield return data.Length <= maxMessageBytes ? new(TransportMessageKind.Text, data) : throw BoundedEventStream.TooLarge(maxMessageBytes);
            }
        }
    }

    /// <returns>The length: the bytes themselves are only good until the next event.</returns>
    private int Keep(string eventType, ReadOnlySpan<byte> data)
    {
        if (_event.Length < data.Length)
        {
            _event = new byte[Math.Max(data.Length, 4096)];
        }

        data.CopyTo(_event);
        return data.Length;
    }
}
