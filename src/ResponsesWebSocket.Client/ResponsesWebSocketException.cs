using System.Globalization;
using System.Net;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client;

/// <summary>A turn failed. The leaves say whose fault it was; <see cref="Delivery"/> and <see cref="IsTransient"/> what can be done.</summary>
public abstract class ResponsesWebSocketException : Exception
{
    private DeliveryState _delivery;

    private protected ResponsesWebSocketException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>How far the turn had come.</summary>
    public DeliveryState Delivery
    {
        get => _delivery;
        internal init => _delivery = value;
    }

    /// <summary>Whether the same turn may succeed when it is made again later.</summary>
    public bool IsTransient { get; internal init; }

    /// <summary>The same failure as one turn of several met it.</summary>
    internal ResponsesWebSocketException For(DeliveryState delivery)
    {
        var same = (ResponsesWebSocketException)MemberwiseClone();
        same._delivery = delivery;
        return same;
    }
}

/// <summary>The service said no: to the upgrade, by an error frame, or by failing the response.</summary>
public sealed class ResponseRefusedException : ResponsesWebSocketException
{
    internal ResponseRefusedException(string message, string? rawError = null, Exception? inner = null)
        : base(message, inner) => RawError = rawError;

    /// <summary>The HTTP status, or the frame's equivalent, if any was given.</summary>
    public HttpStatusCode? StatusCode { get; internal init; }

    /// <summary>The service's code, for example <c>rate_limit_exceeded</c>.</summary>
    public string? Code { get; internal init; }

    /// <summary>The service's error type, for example <c>invalid_request_error</c>.</summary>
    public string? ErrorType { get; internal init; }

    /// <summary>The request field the service complains of.</summary>
    public string? Param { get; internal init; }

    /// <summary>How long the service asked to wait before another try.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>The error as the service wrote it, as JSON; <see langword="null"/> where it was no JSON.</summary>
    public string? RawError { get; }

    /// <summary>
    /// What came as the body of an answer over HTTP, or of a refused upgrade, whatever it is: JSON, a proxy's page, or nothing, which is the
    /// empty string. At most its first 64 KiB, and without the token, should it repeat that. <see langword="null"/> for a frame,
    /// and where an upgrade was answered by success, which gives no reason.
    /// </summary>
    public string? Body { get; internal init; }

    /// <summary>Whether what was refused is the lane as such, because the service knows no lanes.</summary>
    internal bool RefusesLane { get; init; }

    /// <summary>Whether what was refused is the size of the frame, which the service may say before it closes the socket because of it.</summary>
    internal bool IsTooLarge => Code == ServerError.MessageTooLarge || StatusCode == HttpStatusCode.RequestEntityTooLarge;

    /// <summary>Whether what was refused is asking for encrypted reasoning.</summary>
    internal bool RefusesToEncrypt => StatusCode == HttpStatusCode.BadRequest && (Param == "include" || Message.Contains(RequestFrameWriter.EncryptedReasoning, StringComparison.Ordinal) || Message.Contains("ncrypted content is not supported", StringComparison.Ordinal));

    /// <summary>Whether what was refused is an item that brings tools.</summary>
    internal bool RefusesToolItems => StatusCode == HttpStatusCode.BadRequest && Message.Contains("additional_tools", StringComparison.Ordinal);

    /// <summary>Whether what was refused is reasoning that went along, or asking for it.</summary>
    internal bool RefusesReasoning => RefusesToEncrypt || Code == "invalid_encrypted_content";

    /// <summary>408, 409, 429 and everything from 500 on may pass; other refusals stay (the retry table of the official clients).</summary>
    /// <param name="status">The status.</param>
    /// <param name="shouldRetry">What the service says itself, by <c>x-should-retry</c>.</param>
    internal static bool MayPass(HttpStatusCode? status, bool? shouldRetry) => shouldRetry ??
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}

/// <summary>The socket could not be opened, or was lost; or the HTTP connection was.</summary>
public sealed class ConnectionLostException : ResponsesWebSocketException
{
    internal ConnectionLostException(string message, Exception? inner = null)
        : base(message, inner) => IsTransient = true;

    /// <summary>The close code, if the service closed the socket in order.</summary>
    public int? CloseStatus { get; internal init; }

    /// <summary>Whether the service ended the socket because of its age.</summary>
    internal bool IsAgeLimit { get; init; }

    /// <summary>Whether nothing was lost: the client closed the socket because it had no more use for it.</summary>
    internal bool IsOwnWish { get; init; }

    /// <summary>Whether it counts as lost because nothing was heard for too long.</summary>
    internal bool IsStall { get; init; }

    /// <summary>Whether there was no connection at all: no address, or nobody who listens.</summary>
    internal bool IsUnreachable { get; init; }

    /// <summary>Whether nothing was tried, because earlier tries were in vain.</summary>
    internal bool IsNotTried { get; init; }
}

/// <summary><see cref="ResponsesWebSocketOptions.AccessToken"/> failed or gave nothing that can be sent, so nothing was.</summary>
public sealed class AccessTokenException : ResponsesWebSocketException
{
    internal AccessTokenException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>
/// A handler of <see cref="ResponsesWebSocketOptions.HttpInvoker"/>, the application's own code, threw while a socket was opened or a
/// request made. <see cref="Exception.InnerException"/> is what it threw, unchanged. Failures of the network that pass through a handler
/// (<see cref="HttpRequestException"/>, <see cref="IOException"/>, timeouts) are a <see cref="ConnectionLostException"/> instead.
/// </summary>
public sealed class HttpHandlerException : ResponsesWebSocketException
{
    internal HttpHandlerException(Exception thrown)
        : base($"A handler of HttpInvoker threw {thrown.GetType().Name}. The inner exception is what it threw.", thrown)
    {
    }
}

/// <summary>What arrived cannot be a message of the protocol, or broke a limit on what is accepted.</summary>
public sealed class ProtocolViolationException : ResponsesWebSocketException
{
    internal ProtocolViolationException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>The turn does not fit into one frame, so the frame was not sent.</summary>
public sealed class RequestTooLargeException : ResponsesWebSocketException
{
    internal RequestTooLargeException(long size, int limit)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The turn takes a frame of {size:N0} bytes, more than MaxFrameBytes ({limit:N0}). Shorten the history, refer to files and images by id or URL, or raise MaxFrameBytes if the endpoint takes more."),
            inner: null)
    {
        Size = size;
        Limit = limit;
    }

    /// <summary>The frame's size in bytes.</summary>
    public long Size { get; }

    /// <summary>The limit in bytes.</summary>
    public int Limit { get; }
}
