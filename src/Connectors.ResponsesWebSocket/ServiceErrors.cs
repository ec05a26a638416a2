using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Microsoft.SemanticKernel;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket;

/// <summary>Turns the client's exceptions into the one that Semantic Kernel applications catch, in both modes alike.</summary>
internal static class ServiceErrors
{
    public static async Task<T> AsSemanticKernel<T>(Task<T> turn)
    {
        try
        {
            return await turn.ConfigureAwait(false);
        }
        catch (HttpHandlerException cause)
        {
            // The application's own, as the OpenAI connector lets it through.
            ExceptionDispatchInfo.Throw(cause.InnerException!);
            throw;
        }
        catch (ResponsesWebSocketException cause)
        {
            throw Convert(cause);
        }
    }

    public static async IAsyncEnumerable<T> AsSemanticKernel<T>(IAsyncEnumerable<T> events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var enumerator = events.GetAsyncEnumerator(cancellationToken);
        await using (enumerator.ConfigureAwait(false))
        {
            while (await AsSemanticKernel(enumerator.MoveNextAsync().AsTask()).ConfigureAwait(false))
            {
                yield return enumerator.Current;
            }
        }
    }

    /// <summary>No status means that no answer arrived.</summary>
    private static HttpOperationException Convert(ResponsesWebSocketException cause) => cause switch
    {
        ResponseRefusedException refused => new(refused.StatusCode, refused.RawError, refused.Message, refused),
        RequestTooLargeException tooLarge => new(HttpStatusCode.RequestEntityTooLarge, responseContent: null, tooLarge.Message, tooLarge),
        _ => new(statusCode: null, responseContent: null, cause.Message, cause),
    };
}
