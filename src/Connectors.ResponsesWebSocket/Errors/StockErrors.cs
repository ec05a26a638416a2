using System.ClientModel;
using System.Net;
using Microsoft.SemanticKernel;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Errors;

/// <summary>
/// Turns the client's exceptions into those that applications of the OpenAI connector catch: in both modes the types, the texts and
/// the bodies of that connector. What the client knows besides lies inside.
/// </summary>
internal static class StockErrors
{
    private const string NotAnswered = "An error occurred while sending the request.";

    /// <param name="cause">What the client threw.</param>
    /// <param name="isStreaming">Whether the caller streams: the stock connector wraps only what is thrown for a whole answer.</param>
    public static Exception Of(ResponsesWebSocketException cause, bool isStreaming)
    {
        if (cause is HttpHandlerException { InnerException: { } own })
        {
            return own; // The application's, from a handler of its HTTP client.
        }

        if (TimeoutIn(cause) is { } timeout)
        {
            return timeout;
        }

        if (isStreaming && cause is ConnectionLostException { Delivery: DeliveryState.Answered })
        {
            return new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.", cause);
        }

        var failure = cause switch
        {
            ResponseRefusedException refused => Refused(refused),
            RequestTooLargeException => new ClientResultException(cause.Message, new StockResponse(HttpStatusCode.RequestEntityTooLarge, body: null, retryAfter: null), cause),
            ConnectionLostException => NoAnswer(cause),
            _ => new ClientResultException(cause.Message, response: null, cause),
        };
        return isStreaming ? failure : new HttpOperationException(
            failure.Status == 0 ? null : (HttpStatusCode)failure.Status,
            (failure.GetRawResponse() as StockResponse)?.Body,
            failure.Message,
            failure);
    }

    /// <summary>The given HTTP client's own timeout is told as that client tells it.</summary>
    private static TaskCanceledException? TimeoutIn(ResponsesWebSocketException cause)
    {
        for (var inner = cause.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is TaskCanceledException { InnerException: TimeoutException elapsed } cancelled)
            {
                return new TaskCanceledException(
                    cancelled.Message, new TimeoutException(elapsed.Message, new TaskCanceledException(elapsed.Message, cause, cancelled.CancellationToken)), cancelled.CancellationToken);
            }
        }

        return null;
    }

    private static ClientResultException Refused(ResponseRefusedException refused)
    {
        // A frame without a status: over HTTP an error that is nobody's fault is the service's.
        var status = refused.StatusCode ?? HttpStatusCode.InternalServerError;
        var body = ErrorBody.Of(refused, status);
        var response = new StockResponse(status, body, refused.RetryAfter);
        return body is null ? new(refused.Message, response, refused)
            : ErrorBody.Message(body, status) is { } message ? new(message, response, refused)
            : new(response, refused);
    }

    /// <summary>With the exception that an HTTP client throws in between, made where there was no HTTP client.</summary>
    private static ClientResultException NoAnswer(ResponsesWebSocketException cause)
    {
        var thrown = RequestFailureIn(cause);
        var message = thrown?.Message ?? (cause.Delivery == DeliveryState.NotSent ? cause.Message : NotAnswered);
        return new(message, response: null, new HttpRequestException(thrown?.HttpRequestError ?? HttpRequestError.Unknown, message, cause, thrown?.StatusCode));
    }

    private static HttpRequestException? RequestFailureIn(Exception cause)
    {
        var inner = cause.InnerException;
        while (inner is not (null or HttpRequestException))
        {
            inner = inner.InnerException;
        }

        return inner as HttpRequestException;
    }
}
