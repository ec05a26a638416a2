using System.Text;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

/// <summary>One message of a chat: a role and an ordered list of contents.</summary>
public class ChatMessageContent : KernelContent
{
    private ChatMessageContentItemCollection? _items;
    private string? _authorName;

    [JsonConstructor]
    public ChatMessageContent() => Encoding = Encoding.UTF8;

    public ChatMessageContent(
        AuthorRole role,
        string? content,
        string? modelId = null,
        object? innerContent = null,
        Encoding? encoding = null,
        IReadOnlyDictionary<string, object?>? metadata = null)
        : base(innerContent, modelId, metadata)
    {
        Role = role;
        Encoding = encoding ?? Encoding.UTF8;
        Content = content;
    }

    public ChatMessageContent(
        AuthorRole role,
        ChatMessageContentItemCollection items,
        string? modelId = null,
        object? innerContent = null,
        Encoding? encoding = null,
        IReadOnlyDictionary<string, object?>? metadata = null)
        : base(innerContent, modelId, metadata)
    {
        Role = role;
        Encoding = encoding ?? Encoding.UTF8;
        _items = items;
    }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AuthorName
    {
        get => _authorName;
        set => _authorName = string.IsNullOrWhiteSpace(value) ? null : value;
    }

    public AuthorRole Role { get; set; }

    /// <summary>The text of the first text item; setting it changes that item, or appends one if there is none.</summary>
    [JsonIgnore]
    public string? Content
    {
        get => FirstText?.Text;
        set
        {
            if (FirstText is { } existing)
            {
                existing.Text = value;
            }
            else if (value is not null)
            {
                Items.Add(new TextContent(value, ModelId, InnerContent, Encoding, Metadata) { MimeType = MimeType });
            }
        }
    }

    public ChatMessageContentItemCollection Items
    {
        get => _items ??= [];
        set => _items = value;
    }

    [JsonIgnore]
    public Encoding Encoding { get; set; }

    [JsonIgnore]
    public object? Source { get; set; }

    private TextContent? FirstText => _items?.OfType<TextContent>().FirstOrDefault();

    public override string ToString() => Content ?? string.Empty;
}
