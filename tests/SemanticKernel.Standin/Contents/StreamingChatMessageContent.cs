using System.Text;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

/// <summary>A piece of a streamed message.</summary>
public class StreamingChatMessageContent : StreamingKernelContent
{
    private StreamingKernelContentItemCollection? _items;

    public StreamingChatMessageContent(
        AuthorRole? role,
        string? content,
        object? innerContent = null,
        int choiceIndex = 0,
        string? modelId = null,
        Encoding? encoding = null,
        IReadOnlyDictionary<string, object?>? metadata = null)
        : base(innerContent, choiceIndex, modelId, metadata)
    {
        Role = role;
        Encoding = encoding ?? Encoding.UTF8;
        Content = content;
    }

    /// <summary>The text of the first text item; setting it changes that item, or appends one if there is none.</summary>
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
                Items.Add(new StreamingTextContent(value, ChoiceIndex, ModelId, InnerContent, Encoding, Metadata));
            }
        }
    }

    // The items are not told apart in JSON, hence not written; the text stands in Content.
    [JsonIgnore]
    public StreamingKernelContentItemCollection Items
    {
        get => _items ??= [];
        set => _items = value;
    }

    public string? AuthorName { get; set; }

    public AuthorRole? Role { get; set; }

    [JsonIgnore]
    public Encoding Encoding { get; set; }

    private StreamingTextContent? FirstText => _items?.OfType<StreamingTextContent>().FirstOrDefault();

    public override string ToString() => Content ?? string.Empty;

    public override byte[] ToByteArray() => Encoding.GetBytes(ToString());
}
