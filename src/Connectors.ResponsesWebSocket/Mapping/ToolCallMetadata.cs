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
        return value switch
        {
            IEnumerable<FunctionToolCall> calls => [.. calls],
            JsonElement { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Select(FromJson).OfType<FunctionToolCall>()],
            _ => [],
        };
    }

    /// <summary>Null for a call of another shape: then the message's items speak for it.</summary>
    private static FunctionToolCall? FromJson(JsonElement call) =>
        call.ValueKind == JsonValueKind.Object && Text(call, "Id") is { Length: > 0 } id && Text(call, "FunctionName") is { Length: > 0 } name && Text(call, "FunctionArguments") is { } arguments
            ? new FunctionToolCall(id, name, arguments)
            : null;

    private static string? Text(JsonElement call, string name) =>
        call.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
