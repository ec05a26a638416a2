using System.Text;
using System.Text.Json;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using OpenAI.Chat;
using ResponsesWebSocket.Client;
using ChatMessageContent = Microsoft.SemanticKernel.ChatMessageContent;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// The calls of an assistant message exactly as the model wrote them, kept in its metadata under the OpenAI connector's key and in its
/// form, so that a history can go from one connector to the other: parsed arguments do not give the model's own text back.
/// </summary>
internal static class StockToolCalls
{
    /// <summary>Null for a call without id or name, which the type cannot be made of.</summary>
    public static ChatToolCall? Of(ConversationItem call) => call is { CallId.Length: > 0, Name.Length: > 0 }
        ? ChatToolCall.CreateFunctionToolCall(call.CallId, call.Name, BinaryData.FromString(call.Arguments ?? ""))
        : null;

    /// <summary>Reads them back: objects while the history stays in memory, an array of objects after it went through JSON.</summary>
    public static List<(string Id, ConversationItem Call)> Read(ChatMessageContent message)
    {
        object? value = (message as OpenAIChatMessageContent)?.ToolCalls;
        if (value is null or IReadOnlyCollection<ChatToolCall> { Count: 0 })
        {
            value = MetadataText.Raw(message, MessageKeys.FunctionToolCalls);
        }

        // A call that cannot be answered or named is passed over, like an item without an id.
        return value switch
        {
            IEnumerable<ChatToolCall> calls => [.. calls.SelectMany(static call => Of(call.Id, call.FunctionName, call.FunctionArguments?.ToString()))],
            JsonElement { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Where(static call => call.ValueKind == JsonValueKind.Object).SelectMany(FromJson)],
            _ => [],
        };
    }

    /// <summary>
    /// As the objects go into JSON, with the arguments as bytes, or as the stock connector expects to find them there. Nothing for a call of
    /// another shape: then the message's items speak for it.
    /// </summary>
    private static IEnumerable<(string Id, ConversationItem Call)> FromJson(JsonElement call)
    {
        if (OutputJson.Text(call, "FunctionArguments") is not { } encoded)
        {
            return OutputJson.Text(call, "Arguments") is { } arguments ? Of(OutputJson.Text(call, "Id"), OutputJson.Text(call, "Name"), arguments) : [];
        }

        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length)
            ? Of(OutputJson.Text(call, "Id"), OutputJson.Text(call, "FunctionName"), Encoding.UTF8.GetString(bytes, 0, length))
            : [];
    }

    private static IEnumerable<(string Id, ConversationItem Call)> Of(string? id, string? name, string? arguments) => id is { Length: > 0 } && name is { Length: > 0 }
        ? [(id, ConversationItem.FunctionCall(CallIds.ToWireId(id), FunctionWireName.Sanitized(name), arguments ?? ""))]
        : [];
}
