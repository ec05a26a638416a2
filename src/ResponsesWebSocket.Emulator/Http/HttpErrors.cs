using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Http;

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
