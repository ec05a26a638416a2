using System.Text;
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

    /// <summary>Null for a call of another shape: then the message's items speak for it.</summary>
    private static FunctionToolCall? FromJson(JsonElement call) => call.ValueKind != JsonValueKind.Object
        ? null
        : Text(call, "id") is { } id && Text(call, "name") is { } name && Text(call, "arguments") is { } arguments
            ? new FunctionToolCall(id, name, arguments)
            : FromStockJson(call);

    /// <summary>The stock connector's calls are objects of its SDK, which in JSON have other names, and their arguments as base64.</summary>
    private static FunctionToolCall? FromStockJson(JsonElement call)
    {
        if (Text(call, "Id") is not { } id || Text(call, "FunctionName") is not { } name || Text(call, "FunctionArguments") is not { } encoded)
        {
            return null;
        }

        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length)
            ? new FunctionToolCall(id, name, Encoding.UTF8.GetString(bytes, 0, length))
            : null;
    }

    private static string? Text(JsonElement call, string name) =>
        call.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
