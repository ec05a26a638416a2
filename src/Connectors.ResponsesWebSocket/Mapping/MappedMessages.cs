using System.Runtime.CompilerServices;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using OpenAI.Chat;
using ResponsesWebSocket.Client;
using ChatMessageContent = Microsoft.SemanticKernel.ChatMessageContent;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// The items of messages that were mapped before, kept as long as their message and used again while nothing of it has changed: a long
/// history is the same but for its end on every turn.
/// </summary>
internal static class MappedMessages
{
    private static readonly ConditionalWeakTable<ChatMessageContent, Entry> Known = [];

    /// <param name="message">The message.</param>
    /// <param name="modelId">The model that is to be asked.</param>
    /// <param name="map">Makes the items.</param>
    public static IReadOnlyList<ConversationItem> Of(ChatMessageContent message, string modelId, Func<ChatMessageContent, string, IReadOnlyList<ConversationItem>> map)
    {
        if (Known.TryGetValue(message, out var known) && known.ModelId == modelId && known.Snapshot.Fits(message, See))
        {
            return known.Items;
        }

        var snapshot = Snapshot.Of(message, See);
        var items = map(message, modelId);
        // Somebody may have changed it meanwhile.
        if (snapshot?.Fits(message, See) == true)
        {
            Known.AddOrUpdate(message, new(snapshot, modelId, items));
        }

        return items;
    }

    private static bool See(ref SnapshotReader reader, ChatMessageContent message)
    {
        var calls = (message as OpenAIChatMessageContent)?.ToolCalls is { Count: > 0 } own ? own : ValueOf(message.Metadata, MessageKeys.FunctionToolCalls);
        if (!reader.See(message.Role.Label)
            || !reader.See(message.ModelId)
            || !reader.See(ValueOf(message.Metadata, MessageKeys.Refusal))
            || !reader.See(ValueOf(message.Metadata, MessageKeys.RawOutput))
            || !reader.See(ValueOf(message.Metadata, MessageKeys.ToolCallId))
            || !SeeCalls(ref reader, calls))
        {
            return false;
        }

        for (var index = 0; index < message.Items.Count; index++)
        {
            if (!See(ref reader, message.Items[index], calls))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SeeCalls(ref SnapshotReader reader, object? calls)
    {
        if (calls is not IReadOnlyList<ChatToolCall> list)
        {
            return reader.See(calls);
        }

        for (var index = 0; index < list.Count; index++)
        {
            if (!reader.See(list[index]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool See(ref SnapshotReader reader, KernelContent content, object? calls) => reader.See(content.GetType()) && content switch
    {
        Microsoft.SemanticKernel.TextContent text => reader.See(text.Text),
        FunctionCallContent call => reader.See(call.Id) && reader.See(call.PluginName) && reader.See(call.FunctionName)
            && (IsWritten(call, calls) || SeeArguments(ref reader, call.Arguments)),
        FunctionResultContent result => reader.See(result.CallId) && reader.See(result.Result),
        // Bytes can change in place.
        BinaryContent { CanRead: true } => false,
        ImageContent image => reader.See(image.Uri) && reader.See(ValueOf(image.Metadata, MessageKeys.ImageDetail)),
        BinaryContent => false,
        _ => true,
    };

    /// <summary>Of a call that stands among those that are kept as they were written, the arguments are not looked at.</summary>
    private static bool IsWritten(FunctionCallContent call, object? calls)
    {
        if (calls is not IReadOnlyList<ChatToolCall> list)
        {
            return false;
        }

        for (var index = 0; index < list.Count; index++)
        {
            if (list[index].Id == call.Id)
            {
                return true;
            }
        }

        return false;
    }

    private static bool SeeArguments(ref SnapshotReader reader, KernelArguments? arguments)
    {
        if (arguments is null)
        {
            return reader.See(null);
        }

        foreach (var (name, value) in arguments)
        {
            if (!reader.See(name) || !reader.See(value))
            {
                return false;
            }
        }

        return true;
    }

    private static object? ValueOf(IReadOnlyDictionary<string, object?>? metadata, string key) => metadata?.TryGetValue(key, out var value) == true ? value : null;

    private sealed record Entry(Snapshot Snapshot, string ModelId, IReadOnlyList<ConversationItem> Items);
}
