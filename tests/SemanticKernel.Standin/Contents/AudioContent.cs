using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>Sound.</summary>
public class AudioContent : BinaryContent
{
    [JsonConstructor]
    public AudioContent()
    {
    }

    public AudioContent(Uri uri)
        : base(uri)
    {
    }

    public AudioContent(string dataUri)
        : base(dataUri)
    {
    }

    public AudioContent(ReadOnlyMemory<byte> data, string? mimeType)
        : base(data, mimeType)
    {
    }
}
