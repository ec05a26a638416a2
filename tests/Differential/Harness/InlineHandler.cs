namespace Differential.Harness;

/// <summary>An HTTP handler of the application, written where it is used.</summary>
internal sealed class InlineHandler(Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> body) : DelegatingHandler(new SocketsHttpHandler())
{
    /// <summary>Answers by itself; no request goes out.</summary>
    public static HttpClient Answering(Func<HttpResponseMessage> answer) => Client((_, _) => Task.FromResult(answer()));

    /// <summary>Throws instead of sending.</summary>
    public static HttpClient Throwing(Func<Exception> failure) => Client((_, _) => Task.FromException<HttpResponseMessage>(failure()));

    public static HttpClient Client(Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> body) => new(new InlineHandler(body));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        body(request, () => base.SendAsync(request, cancellationToken));
}
