using System.Text.Json;
using Microsoft.SemanticKernel;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// The output of a response as the service wrote it, kept as one string in the metadata of the message that stands for it: all
/// of a message that survives JSON is text. Kept only where the message alone would lose something a later turn needs.
/// </summary>
internal static class RawOutput
{
    /// <summary>The items as a JSON array; null when the message says it all, or when they could not be sent again.</summary>
    /// <param name="output">The items. They are whole: of a response that was cut short they may be halves, which the service refuses.</param>
    public static string? Of(IReadOnlyList<ConversationItem> output)
    {
        // Reasoning without its encrypted content can be read by nobody once the service has forgotten it.
        var items = output.Where(static item => item.Kind != ItemKind.Reasoning || Has(item, "encrypted_content")).ToList();
        return ConversationItem.CarriesMoreThanMessage(items) && items.TrueForAll(IsTheModels) && !WaitsForTheCaller(items)
            ? $"[{string.Join(',', items.Select(static item => item.ToString()))}]"
            : null;
    }

    /// <summary>
    /// The items of a message, if it still says the same as they do. Whoever changes a message means what it says now.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="refusal">What it says of a refusal.</param>
    /// <param name="calls">Its calls as they would be sent.</param>
    /// <param name="modelId">The model that is to be asked; the reasoning of another one is of no use to it.</param>
    public static IReadOnlyList<ConversationItem>? Read(ChatMessageContent message, string? refusal, IReadOnlyList<ConversationItem> calls, string modelId)
    {
        var items = Parse(MetadataText.Of(message, MessageKeys.RawOutput));
        if (items.Count == 0)
        {
            return null;
        }

        var messages = items.FindAll(static item => item.Kind == ItemKind.Message);
        var says = items.TrueForAll(IsTheModels)
            && string.Concat(messages.Select(static item => item.Text)) == (message.Content ?? "")
            && string.Concat(messages.Select(static item => item.Refusal)) == (refusal ?? "")
            && Names(items.Where(static item => item.Kind == ItemKind.FunctionCall)).SequenceEqual(Names(calls));
        return says ? items.FindAll(item => item.Kind != ItemKind.Reasoning || message.ModelId == modelId) : null;
    }

    private static bool IsTheModels(ConversationItem item) => item.Kind switch
    {
        ItemKind.Message => item.Role == "assistant",
        ItemKind.FunctionCallOutput => false,
        _ => true,
    };

    /// <summary>
    /// Calls of other kinds than functions wait for an output that Semantic Kernel has no form for, and without it the service
    /// refuses the turn. The message does without them.
    /// </summary>
    private static bool WaitsForTheCaller(List<ConversationItem> items)
    {
        var answered = items.Where(static item => item.Type.EndsWith("_output", StringComparison.Ordinal)).Select(static item => item.CallId).ToHashSet();
        return items.Exists(item => item is { Kind: ItemKind.Other, CallId: { } callId } && !answered.Contains(callId));
    }

    private static IEnumerable<(string?, string?, string?)> Names(IEnumerable<ConversationItem> calls) =>
        calls.Select(static call => (call.CallId, call.Name, call.Arguments));

    private static bool Has(ConversationItem item, string member) => OutputJson.Text(OutputJson.Of(item), member) is { Length: > 0 };

    /// <summary>Nothing for what is no array of items, as when somebody else used the key: the message speaks for itself.</summary>
    private static List<ConversationItem> Parse(string? json)
    {
        if (string.IsNullOrEmpty(json))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select(static item => ConversationItem.FromJson(item.GetRawText()))]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
