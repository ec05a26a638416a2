using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator.Http;

/// <summary>The answer to one HTTP request: one JSON body, or a stream of events. Whatever goes out is entered into the journal first.</summary>
internal sealed class HttpReply(EmulatorContext emulator, HttpContext context)
{
    private readonly string _route = $"{context.Request.Method} {context.Request.Path}";
    private volatile bool _dropped;

    /// <summary>The turn that the request has become, for the journal.</summary>
    public int? Turn { get; set; }

    /// <summary>Whether anything has been sent.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Names the TCP connection, which can carry further requests.</summary>
    public string ConnectionId => context.Connection.Id;

    /// <summary>Cancelled when the client has gone away, or the server goes.</summary>
    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>Enters the request.</summary>
    public void RecordRequest(string body, int bytes) =>
        emulator.Journal.AddHttpFrame(fromClient: true, _route, null, emulator.Time.GetUtcNow(), bytes, body, Turn);

    /// <summary>Sends the whole answer.</summary>
    /// <exception cref="OperationCanceledException">The request has ended.</exception>
    public Task SendBodyAsync(int status, string body, CancellationToken cancellationToken)
    {
        Begin(status, "application/json");
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(body);
        return WriteAsync(body, body, cancellationToken);
    }

    /// <summary>Sends one server-sent event; the first one opens the stream.</summary>
    /// <exception cref="OperationCanceledException">The request has ended.</exception>
    public Task SendEventAsync(string? name, string data, CancellationToken cancellationToken)
    {
        if (!HasBegun)
        {
            Begin(StatusCodes.Status200OK, "text/event-stream; charset=utf-8");
            context.Response.Headers.CacheControl = "no-cache";
        }

        return WriteAsync(name is null ? $"data: {data}\n\n" : $"event: {name}\ndata: {data}\n\n", data, cancellationToken);
    }

    /// <summary>Answers by an error, given in the form in which it would go over a socket.</summary>
    /// <exception cref="OperationCanceledException">The request has ended.</exception>
    public Task SendErrorAsync(JsonElement frame, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in HttpErrors.Headers(frame))
        {
            context.Response.Headers[name] = value;
        }

        return SendBodyAsync(HttpErrors.Status(frame), HttpErrors.ToBody(frame), cancellationToken);
    }

    /// <inheritdoc cref="SendErrorAsync(JsonElement, CancellationToken)"/>
    public Task SendErrorAsync(RequestError error, CancellationToken cancellationToken) =>
        SendErrorAsync(JsonText.Parse(error.ToFrame(null)), cancellationToken);

    /// <summary>Delivers what was sent and ends the stream there, in the middle of the answer. An abort would reset the connection, and a reset
    /// discards what the peer has not read yet.</summary>
    public void Drop()
    {
        _dropped = true;
        try
        {
            context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The peer was faster; the stream has ended anyway.
        }
    }

    private void Begin(int status, string contentType)
    {
        HasBegun = true;
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.Headers["x-request-id"] = "req_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
    }

    private async Task WriteAsync(string text, string payload, CancellationToken cancellationToken)
    {
        if (_dropped)
        {
            throw new OperationCanceledException("The request has ended.");
        }

        emulator.Journal.AddHttpFrame(
            fromClient: false, _route, context.Response.StatusCode, emulator.Time.GetUtcNow(), Encoding.UTF8.GetByteCount(payload), payload, Turn);
        await context.Response.WriteAsync(text, cancellationToken).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
