using System.Collections.Concurrent;

namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>An application's own handler, which keeps the headers of all requests and how many connections they took.</summary>
internal sealed class RecordingHandler(SocketsHttpHandler? inner = null) : DelegatingHandler(inner ?? new SocketsHttpHandler())
{
    private readonly ConcurrentQueue<IReadOnlyDictionary<string, string>> _requests = new();

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Requests => [.. _requests];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _requests.Enqueue(request.Headers.Append(new(":path", [request.RequestUri!.AbsolutePath])).ToDictionary(
            static header => header.Key, static header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));
        return base.SendAsync(request, cancellationToken);
    }
}
