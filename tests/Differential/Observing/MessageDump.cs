namespace Differential.Observing;

/// <summary>All that can be read of a message.</summary>
internal static class MessageDump
{
    public static void Write(Observations seen, string path, ChatHistory history)
    {
        seen.Add($"{path}.count", history.Count);
        for (var index = 0; index < history.Count; index++)
        {
            Write(seen, $"{path}[{index}]", history[index]);
        }

        seen.Add($"{path}.json", JsonText.Of(history));
    }

    public static void Write(Observations seen, string path, ChatMessageContent message)
    {
        seen.Add($"{path}.type", message.GetType());
        seen.Add($"{path}.role", message.Role);
        seen.Add($"{path}.roleLabel", message.Role.Label);
        seen.Add($"{path}.content", message.Content);
        seen.Add($"{path}.toString", message.ToString());
        seen.Add($"{path}.authorName", message.AuthorName);
        seen.Add($"{path}.mimeType", message.MimeType);
        seen.Add($"{path}.encoding", message.Encoding?.WebName);
        WriteContent(seen, path, message);
        seen.Add($"{path}.items.count", message.Items.Count);
        for (var index = 0; index < message.Items.Count; index++)
        {
            ItemDump.Write(seen, $"{path}.items[{index}]", message.Items[index]);
        }

        seen.Add($"{path}.json", JsonText.Of(message));
    }

    /// <summary>What every content has.</summary>
    public static void WriteContent(Observations seen, string path, KernelContent content)
    {
        seen.Add($"{path}.modelId", content.ModelId);
        seen.Add($"{path}.innerContent.type", content.InnerContent?.GetType());
        WriteMetadata(seen, $"{path}.metadata", content.Metadata);
    }

    public static void WriteMetadata(Observations seen, string path, IReadOnlyDictionary<string, object?>? metadata)
    {
        seen.Add($"{path}.keys", metadata is null ? null : string.Join(", ", metadata.Keys.Order(StringComparer.Ordinal)));
        foreach (var (key, value) in metadata ?? new Dictionary<string, object?>())
        {
            seen.Add($"{path}.{key}.type", value?.GetType());
            seen.Add($"{path}.{key}", value is null or string or DateTimeOffset ? value : JsonText.Of(value));
        }
    }
}
