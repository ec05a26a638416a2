using System.Text;

namespace Differential.Observing;

/// <summary>All that can be read of a stream: what it adds up to, and each chunk.</summary>
internal static class ChunkDump
{
    public static void Write(Observations seen, string path, IReadOnlyList<StreamingChatMessageContent> chunks)
    {
        seen.Add($"{path}.text", string.Concat(chunks.Select(static chunk => chunk.Content)));
        seen.Add($"{path}.bytes", Encoding.UTF8.GetString([.. chunks.SelectMany(static chunk => chunk.ToByteArray())]));
        seen.Add($"{path}.roles", string.Join(", ", chunks.Select(static chunk => chunk.Role).OfType<AuthorRole>()));
        seen.Add($"{path}.finishReasons", string.Join(", ", chunks.Select(static chunk => Metadata(chunk, "FinishReason")).OfType<string>()));
        seen.Add($"{path}.usages", chunks.Count(static chunk => Metadata(chunk, "Usage") is not null));
        WriteCalls(seen, path, chunks);
        seen.Add($"{path}.chunks.count", chunks.Count);
        for (var index = 0; index < chunks.Count; index++)
        {
            Write(seen, $"{path}.chunks[{index}]", chunks[index]);
        }
    }

    private static object? Metadata(StreamingChatMessageContent chunk, string key)
    {
        object? value = null;
        chunk.Metadata?.TryGetValue(key, out value);
        return value;
    }

    private static void WriteCalls(Observations seen, string path, IReadOnlyList<StreamingChatMessageContent> chunks)
    {
        var builder = new FunctionCallContentBuilder();
        foreach (var chunk in chunks)
        {
            builder.Append(chunk);
        }

        foreach (var (index, call) in builder.Build().Index())
        {
            ItemDump.Write(seen, $"{path}.calls[{index}]", call);
        }
    }

    private static void Write(Observations seen, string path, StreamingChatMessageContent chunk)
    {
        seen.Add($"{path}.type", chunk.GetType());
        seen.Add($"{path}.role", chunk.Role);
        seen.Add($"{path}.content", chunk.Content);
        seen.Add($"{path}.toString", chunk.ToString());
        seen.Add($"{path}.authorName", chunk.AuthorName);
        seen.Add($"{path}.choiceIndex", chunk.ChoiceIndex);
        seen.Add($"{path}.modelId", chunk.ModelId);
        seen.Add($"{path}.encoding", chunk.Encoding.WebName);
        seen.Add($"{path}.innerContent.type", chunk.InnerContent?.GetType());
        MessageDump.WriteMetadata(seen, $"{path}.metadata", chunk.Metadata);
        seen.Add($"{path}.items", string.Join(", ", chunk.Items.Select(Described)));
    }

    private static string Described(StreamingKernelContent item) => item switch
    {
        StreamingFunctionCallUpdateContent call =>
            $"call {call.CallId ?? "null"} {call.Name ?? "null"} '{call.Arguments ?? "null"}' index {call.FunctionCallIndex} request {call.RequestIndex}",
        StreamingTextContent text => $"text '{text.Text ?? "null"}' model {text.ModelId ?? "null"}",
        _ => item.GetType().Name,
    };
}
