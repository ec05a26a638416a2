using System.Text;

namespace Connectors.ResponsesWebSocket.Tests.Kit;

/// <summary>
/// What a conversation says, item by item, read from the server's items and from the caller's history alike. Written for the
/// tests alone, so that a mistake of the client's own comparison cannot hide itself.
/// </summary>
internal static class Canonical
{
    public static IReadOnlyList<string> Of(IEnumerable<JsonElement> items) => [.. items.Select(Of)];

    public static IReadOnlyList<string> Of(IEnumerable<ChatMessageContent> history) => [.. history.SelectMany(Of)];

    private static string Of(JsonElement item) => (item.Has("type") ? item.Text("type") : "message") switch
    {
        "message" => Message(item.Text("role"), TextOf(item.At("content"))),
        "function_call" => Call(item.Text("call_id"), item.Text("name"), item.Text("arguments")),
        "function_call_output" => Output(item.Text("call_id"), item.Text("output")),
        var other => throw new NotSupportedException($"These tests make no item of type {other}."),
    };

    private static string? TextOf(JsonElement content) => content.ValueKind == JsonValueKind.String
        ? content.GetString()
        : string.Concat(content.EnumerateArray().Select(static part => part.Text("text")));

    private static IEnumerable<string> Of(ChatMessageContent message)
    {
        if (message.Role == AuthorRole.Tool)
        {
            return message.Items.OfType<FunctionResultContent>().Select(static result => Output(result.CallId, result.Result?.ToString()));
        }

        var calls = RawCalls(message).Select(static call => Call(call.Id, call.FunctionName, call.FunctionArguments));
        return string.IsNullOrEmpty(message.Content) ? calls : calls.Prepend(Message(message.Role.Label, message.Content));
    }

    /// <summary>The calls as the model wrote them; after a round trip through JSON they are an array of objects, whose arguments are base64.</summary>
    private static IEnumerable<(string? Id, string? FunctionName, string FunctionArguments)> RawCalls(ChatMessageContent message)
    {
        object? raw = null;
        message.Metadata?.TryGetValue("ChatResponseMessage.FunctionToolCalls", out raw);
        return raw is JsonElement json
            ? json.EnumerateArray().Select(static call => (call.Text("Id"), call.Text("FunctionName"), Encoding.UTF8.GetString(call.At("FunctionArguments").GetBytesFromBase64())))
            : ((IEnumerable<ChatToolCall>?)raw ?? []).Select(static call => ((string?)call.Id, (string?)call.FunctionName, call.FunctionArguments.ToString()));
    }

    /// <summary>The label of an answer's role begins with a capital, as with the stock connector; roles are equal without regard to case.</summary>
    private static string Message(string? role, string? text) => $"{role?.ToLowerInvariant()}: {text}";

    private static string Call(string? id, string? name, string? arguments) => $"{id} calls {name} with {arguments}";

    private static string Output(string? id, string? output) => $"{id} gave {output}";
}
