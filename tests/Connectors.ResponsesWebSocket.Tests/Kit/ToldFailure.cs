using System.ClientModel;
using System.Net;

namespace Connectors.ResponsesWebSocket.Tests.Kit;

/// <summary>
/// What an error handler written for the OpenAI connector reads: from the client library's exception where the caller streams, else from
/// Semantic Kernel's, which has the former inside.
/// </summary>
internal sealed record ToldFailure(HttpStatusCode? Status, string? Content, string Message, Exception? Inner)
{
    public static async Task<ToldFailure> OfAsync(Harness harness, bool streaming, string text = "hi")
    {
        var asking = () => harness.AnswerAsync(Harness.Said(text), streaming);
        if (streaming)
        {
            return Of((await asking.Should().ThrowExactlyAsync<ClientResultException>()).Which);
        }

        var told = (await asking.Should().ThrowExactlyAsync<HttpOperationException>()).Which;
        var inside = Of(told.InnerException.Should().BeOfType<ClientResultException>().Subject);
        (told.StatusCode, told.Message).Should().Be((inside.Status, inside.Message));
        (told.ResponseContent ?? "").Should().Be(inside.Content ?? "");
        return inside with { Content = told.ResponseContent };
    }

    private static ToldFailure Of(ClientResultException failure) => new(
        failure.Status == 0 ? null : (HttpStatusCode)failure.Status, failure.GetRawResponse()?.Content.ToString(), failure.Message, failure.InnerException);
}
