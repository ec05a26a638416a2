using System.Text.Json;
using Microsoft.SemanticKernel;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>Reads the verbatim calls of an assistant message, also after the history went through JSON.</summary>
internal static class ToolCallMetadata
{
    public static List<FunctionToolCall> Read(ChatMessageContent message)
    {
        object? value = null;
        message.Metadata?.TryGetValue(MessageKeys.FunctionToolCalls, out value);
        var calls = value switch
        {
            IEnumerable<FunctionToolCall> typed => typed,
            JsonElement { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Select(FromJson).OfType<FunctionToolCall>(),
            _ => [],
        };
        // A call that cannot be answered or named is passed over, like an item without an id.
        return [.. calls.Where(static call => call.Id.Length > 0 && call.FunctionName.Length > 0)];
    }

    /// <summary>
    /// Null for a call of another shape: then the message's items speak for it. The stock connector's own calls, whose
    /// arguments are base64 in JSON, have other member names.
    /// </summary>
    private static FunctionToolCall? FromJson(JsonElement call) =>
        call.ValueKind == JsonValueKind.Object && Text(call, "id") is { } id && Text(call, "name") is { } name && Text(call, "arguments") is { } arguments
            ? new FunctionToolCall(id, name, arguments)
            : null;

    private static string? Text(JsonElement call, string name) =>
        call.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
