using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;
using ResponsesWebSocket.Emulator.Steering;
using ResponsesWebSocket.Emulator.Turns;

namespace ResponsesWebSocket.Emulator.Http;

/// <summary>What a turn takes for its connection when it came by HTTP. Nothing outlives the request: only stored responses can be parents.</summary>
internal sealed class HttpExchange(EmulatorOptions options, HttpReply reply, IAnswerWriter writer) : ITurnConnection
{
    public int Id => 0;

    public string Transport => Transports.Http;

    public string Affinity => $"{Transport} {reply.ConnectionId}";

    public ConnectionResponseCache Memory { get; } = new(options.Behavior);

    /// <summary>Never asked: a steer needs a socket to arrive on.</summary>
    public SteeringRegistry Steers { get; } = new(options);

    public Task SendTextAsync(string text, string? streamId, int? turn, CancellationToken cancellationToken) =>
        writer.TakeAsync(JsonText.Parse(text), text, cancellationToken);

    public void Drop() => reply.Drop();

    /// <summary>Nothing to close: an answer ends with its turn.</summary>
    public Task CloseAsync(WebSocketCloseStatus status, string? reason, string? lastFrame, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task FailAsync(Exception defect) => SendTextAsync(Refusals.Defect(defect).ToFrame(null), null, null, reply.Aborted);
}

/// <summary>Reads what a request brings.</summary>
internal static class HttpRequestBody
{
    /// <summary>The whole body. It may be larger than a socket's messages, so the web server's own limit gives way to the emulator's.</summary>
    public static async Task<byte[]> ReadAsync(HttpContext context, long maximumBytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maximumBytes;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return body.ToArray();
    }

    /// <summary>The text as a JSON object; null when it is none.</summary>
    public static JsonElement? ParseObject(string text)
    {
        try
        {
            var element = JsonText.Parse(text);
            return element.ValueKind == JsonValueKind.Object ? element : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Puts an error frame of the socket into the forms that HTTP has for it.</summary>
internal static class HttpErrors
{
    public static int Status(JsonElement frame) =>
        frame.Member("status", JsonValueKind.Number) is { } status ? status.GetInt32() : 500;

    /// <summary>What the frame carries along because a socket has no headers per request.</summary>
    public static IEnumerable<(string Name, string Value)> Headers(JsonElement frame) =>
        Inner(frame).Member("headers", JsonValueKind.Object) is { } headers
            ? headers.EnumerateObject().Select(static header => (header.Name, header.Value.ToString()))
            : [];

    /// <summary>The body of an HTTP answer, and what a stream of chat completions holds in place of a chunk.</summary>
    public static string ToBody(JsonElement frame) => JsonText.WriteObject(writer =>
    {
        var inner = Inner(frame);
        writer.WriteStartObject("error");
        writer.WriteString("message", inner.Text("message"));
        writer.WriteString("type", inner.Text("type"));
        writer.WriteString("param", inner.Text("param"));
        writer.WriteString("code", inner.Text("code"));
        writer.WriteEndObject();
    });

    /// <summary>An event in the middle of a stream, where the status line is long gone: flat, as streams of responses have it.</summary>
    public static string ToEvent(JsonElement frame) => JsonText.WriteObject(writer =>
    {
        var inner = Inner(frame);
        writer.WriteString("type", "error");
        if (frame.Member("sequence_number", JsonValueKind.Number) is { } number)
        {
            writer.WriteElement("sequence_number", number);
        }

        writer.WriteString("code", inner.Text("code"));
        writer.WriteString("message", inner.Text("message"));
        writer.WriteString("param", inner.Text("param"));
    });

    private static JsonElement Inner(JsonElement frame) => frame.Member("error", JsonValueKind.Object) ?? frame;
}
