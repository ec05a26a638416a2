using System.Net;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Transport;

/// <summary>
/// Makes the request of one upgrade and reads the answer if it is a refusal: a socket that could not be opened shows the status of it and
/// the headers, but not the body, which says why.
/// </summary>
/// <param name="invoker">Makes the request.</param>
/// <param name="read">Reads an answer.</param>
internal sealed class UpgradeAnswer(HttpMessageInvoker invoker, Func<HttpResponseMessage, CancellationToken, Task<ServerError>> read) : HttpMessageHandler
{
    /// <summary>What a refusal said.</summary>
    public ServerError? Refusal { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await invoker.BeginAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode != HttpStatusCode.SwitchingProtocols)
        {
            Refusal = await read(answer, cancellationToken).ConfigureAwait(false);
        }

        return answer;
    }
}
