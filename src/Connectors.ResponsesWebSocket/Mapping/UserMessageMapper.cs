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
            return ConversationItem.Message("user", StockArgument.NotNull(only.Text, "content"));
        }

        StockArgument.NotEmpty(message.Items, "contentParts");
        return ConversationItem.Message("user", message.Items.Select(Part));
    }

    private static JsonElement Part(KernelContent content) => JsonSerializer.SerializeToElement(content switch
    {
        Microsoft.SemanticKernel.TextContent text => Text(text),
        ImageContent image => Image(image),
        AudioContent sound => throw Refused(sound),
        BinaryContent binary => File(binary),
        _ => throw new NotSupportedException($"Unsupported chat message content type '{content.GetType()}'."),
    });

    private static JsonObject Text(Microsoft.SemanticKernel.TextContent text) =>
        new() { ["type"] = "input_text", ["text"] = StockArgument.NotNull(text.Text, "text") };

    /// <summary>Data wins over a URL. A data URI stays a string: as <see cref="Uri"/> it would hit the length limit of URIs.</summary>
    private static JsonObject Image(ImageContent image)
    {
        var detail = DetailOf(image);
        var address = image.Data is { IsEmpty: false } data
            ? DataUri(image.MimeType, data, "imageBytesMediaType")
            : ImageAddress.Of(image.Uri ?? throw new ArgumentException("ImageContent must have either Data or a Uri."));
        return RawJson.Object(("type", "input_image"), ("image_url", address), ("detail", detail));
    }

    private static JsonObject File(BinaryContent binary)
    {
        if (binary.Data is not { IsEmpty: false } data)
        {
            throw new ArgumentException("BinaryContent must have Data bytes.");
        }

        // The name must be the same on every turn, or the history would never match what the service holds.
        return new()
        {
            ["type"] = "input_file",
            ["filename"] = NameOf(binary) ?? "file-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(data.Span).AsSpan(0, 8)),
            ["file_data"] = DataUri(binary.MimeType, data, "fileBytesMediaType"),
        };
    }

    private static Exception Refused(AudioContent sound) => sound switch
    {
        { Data: null or { IsEmpty: true } } => new ArgumentException("AudioContent must have Data bytes."),
        { MimeType: { } type } when !string.IsNullOrWhiteSpace(type) && type.ToUpperInvariant() is not ("AUDIO/WAV" or "AUDIO/MP3") =>
            new NotSupportedException($"Unsupported audio format '{type}'. Supported formats are 'audio/wav' and 'audio/mp3'."),
        _ => new NotSupportedException("Audio input is not supported by the Responses API. Send a transcript as text."),
    };

    private static string? NameOf(BinaryContent binary) =>
        MessageKeys.FileNames.Select(key => MetadataText.Of(binary, key)).FirstOrDefault(static name => !string.IsNullOrWhiteSpace(name));

    private static string DataUri(string? mimeType, ReadOnlyMemory<byte> data, string parameter) =>
        $"data:{StockArgument.NotNullOrEmpty(mimeType, parameter)};base64,{Convert.ToBase64String(data.Span)}";

    /// <summary>Only from text, as on the stock connector: after a history went through JSON there is none.</summary>
    private static string? DetailOf(ImageContent image)
    {
        return MetadataText.Raw(image, MessageKeys.ImageDetail) is not string detail || string.IsNullOrWhiteSpace(detail) ? null : detail.ToLowerInvariant() switch
        {
            "auto" or "low" or "high" => detail.ToLowerInvariant(),
            _ => throw new ArgumentException($"Unknown image detail level '{detail}'. Supported values are 'Auto', 'Low' and 'High'."),
        };
    }
}
