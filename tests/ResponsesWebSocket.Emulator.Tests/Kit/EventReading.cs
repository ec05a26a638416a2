using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Kit;

/// <summary>Short ways into a frame.</summary>
internal static class EventReading
{
    public static string? Type(this JsonElement frame) => frame.GetProperty("type").GetString();

    public static IEnumerable<string?> Types(this IEnumerable<JsonElement> frames) => frames.Select(Type);

    /// <summary>Follows member names; numbers are array indexes.</summary>
    public static JsonElement At(this JsonElement element, params object[] path) => path.Aggregate(element, static (current, step) =>
        step is int index ? current[index] : current.GetProperty((string)step));

    public static string? Text(this JsonElement element, params object[] path) => element.At(path).GetString();

    public static string ResponseId(this JsonElement frame) => frame.Text("response", "id")!;

    public static string OutputText(this JsonElement terminal) => terminal.Text("response", "output", 0, "content", 0, "text")!;

    public static string? ErrorCode(this JsonElement frame) => frame.Text("error", "code");

    public static bool Has(this JsonElement element, string name) => element.TryGetProperty(name, out _);
}
