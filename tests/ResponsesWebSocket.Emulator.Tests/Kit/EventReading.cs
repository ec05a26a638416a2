using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Kit;

/// <summary>Short ways into a frame.</summary>
internal static class EventReading
{
    public static string? Type(this JsonElement frame) => frame.GetProperty("type").GetString();

    public static IEnumerable<string?> Types(this IEnumerable<JsonElement> frames) => frames.Select(Type);

    public static string ResponseId(this JsonElement frame) => frame.Text("response", "id")!;

    public static string OutputText(this JsonElement terminal) => terminal.Text("response", "output", 0, "content", 0, "text")!;

    public static string? ErrorCode(this JsonElement frame) => frame.Text("error", "code");
}
