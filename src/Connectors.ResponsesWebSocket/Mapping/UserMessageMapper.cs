using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>Maps user messages: text, images and files.</summary>
internal static class UserMessageMapper
{
    public static ConversationItem Map(ChatMessageContent message)
    {
        if (message.Items is [Microsoft.SemanticKernel.TextContent only])
        {
            ArgumentNullException.ThrowIfNull(only.Text, "user message text");
            return ConversationItem.Message("user", only.Text);
        }

        return message.Items.Count > 0
            ? ConversationItem.Message("user", message.Items.Select(Part))
            : throw new ArgumentException("Value cannot be an empty collection. A message of the user has no items; give it a text, an image or a file.", nameof(message));
    }

    private static JsonElement Part(KernelContent content) => JsonSerializer.SerializeToElement(content switch
    {
        Microsoft.SemanticKernel.TextContent text => Text(text),
        ImageContent image => Image(image),
        AudioContent => throw new NotSupportedException("Audio input is not supported by the Responses API. Send a transcript as text."),
        BinaryContent binary => File(binary),
        FileReferenceContent file => FileReference(file),
        _ => throw new NotSupportedException($"Unsupported chat message content type '{content.GetType()}'."),
    });

    private static JsonObject Text(Microsoft.SemanticKernel.TextContent text)
    {
        ArgumentNullException.ThrowIfNull(text.Text, "user message text");
        return new() { ["type"] = "input_text", ["text"] = text.Text };
    }

    /// <summary>Data wins over a URL. A data URI stays a string: as <see cref="Uri"/> it would hit the length limit of URIs.</summary>
    private static JsonObject Image(ImageContent image)
    {
        var part = new JsonObject { ["type"] = "input_image" };
        if (image.Data is { IsEmpty: false } data)
        {
            ArgumentNullException.ThrowIfNull(image.MimeType, "image MimeType");
            part["image_url"] = DataUri(image.MimeType, data);
        }
        else
        {
            part["image_url"] = image.Uri?.AbsoluteUri ?? throw new ArgumentException("ImageContent must have either Data or a Uri.");
        }

        if (DetailOf(image) is { } detail)
        {
            part["detail"] = detail;
        }

        return part;
    }

    private static JsonObject File(BinaryContent binary)
    {
        if (binary.Data is not { IsEmpty: false } data)
        {
            throw new ArgumentException("BinaryContent must have Data bytes.");
        }

        ArgumentNullException.ThrowIfNull(binary.MimeType, "file MimeType");
        // The name must be the same on every turn, or the history would never match what the service holds.
        return new()
        {
            ["type"] = "input_file",
            ["filename"] = NameOf(binary) ?? "file-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(data.Span).AsSpan(0, 8)),
            ["file_data"] = DataUri(binary.MimeType, data),
        };
    }

    /// <summary>A file that the service keeps. What is said to be an image is shown to the model as one.</summary>
    private static JsonObject FileReference(FileReferenceContent file)
    {
        var isImage = file.MimeType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true;
        var part = new JsonObject { ["type"] = isImage ? "input_image" : "input_file", ["file_id"] = file.FileId };
        if (isImage && DetailOf(file) is { } detail)
        {
            part["detail"] = detail;
        }

        return part;
    }

    private static string? NameOf(BinaryContent binary) =>
        MessageKeys.FileNames.Select(key => MetadataText.Of(binary, key)).FirstOrDefault(static name => !string.IsNullOrWhiteSpace(name));

    private static string DataUri(string mimeType, ReadOnlyMemory<byte> data) => $"data:{mimeType};base64,{Convert.ToBase64String(data.Span)}";

    private static string? DetailOf(KernelContent image)
    {
        var detail = MetadataText.Of(image, MessageKeys.ImageDetail);
        return detail?.Trim().ToLowerInvariant() switch
        {
            null or "" => null,
            "auto" or "low" or "high" => detail.Trim().ToLowerInvariant(),
            _ => throw new ArgumentException($"The image detail '{detail}' is not supported. Use auto, low or high."),
        };
    }
}
