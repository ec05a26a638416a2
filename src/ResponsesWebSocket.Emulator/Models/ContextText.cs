using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Models;

/// <summary>Reads plain text out of context items.</summary>
internal static class ContextText
{
    public static IReadOnlyList<string> UserTexts(IReadOnlyList<JsonElement> context) =>
        [.. context.Where(static item => item.Text("role") == "user").Select(static item => TextOf(item, "content"))];

    /// <summary>The output of a function result, whether it is a string or parts.</summary>
    public static string OutputOf(JsonElement item) => TextOf(item, "output");

    /// <summary>The name of the function that a result belongs to.</summary>
    public static string? NameOfCall(IReadOnlyList<JsonElement> context, JsonElement result)
    {
        var callId = result.Text("call_id");
        return context.FirstOrDefault(item => item.Text("type") == "function_call" && item.Text("call_id") == callId).Text("name");
    }

    private static string TextOf(JsonElement item, string name) => item.Text(name)
        ?? string.Concat(item.Member(name, JsonValueKind.Array)?.EnumerateArray().Select(static part => part.Text("text")) ?? []);
}
