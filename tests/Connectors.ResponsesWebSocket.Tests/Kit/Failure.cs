using System.ClientModel;
using System.Net;

namespace Connectors.ResponsesWebSocket.Tests.Kit;

/// <summary>A failed call as applications of the stock connector catch it: Semantic Kernel's exception for a whole answer, the SDK's own for a stream.</summary>
internal static class Failure
{
    /// <returns>The status; null is no answer.</returns>
    public static HttpStatusCode? StatusOf(Exception thrown, bool streaming) => streaming
        ? thrown.Should().BeOfType<ClientResultException>().Which.Status is var status and not 0 ? (HttpStatusCode)status : null
        : thrown.Should().BeOfType<HttpOperationException>().Which.StatusCode;
}
