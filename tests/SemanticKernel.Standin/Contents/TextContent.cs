using System.Text;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>A piece of text.</summary>
public sealed class TextContent : KernelContent
{
    [JsonConstructor]
    public TextContent()
        : this(text: null)
    {
    }

    public TextContent(
        string? text,
        string? modelId = null,
        object? innerContent = null,
        Encoding? encoding = null,
        IReadOnlyDictionary<string, object?>? metadata = null)
        : base(innerContent, modelId, metadata)
    {
        Text = text;
        Encoding = encoding ?? Encoding.UTF8;
    }

    public string? Text { get; set; }

    [JsonIgnore]
    public Encoding Encoding { get; set; }

    public static implicit operator TextContent(string text) => new(text);

    public override string ToString() => Text ?? string.Empty;
}
