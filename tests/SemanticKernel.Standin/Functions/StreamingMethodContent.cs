using System.Text;

namespace Microsoft.SemanticKernel;

/// <summary>What a method returned, as the only chunk of a stream or as one of its items.</summary>
public sealed class StreamingMethodContent : StreamingKernelContent
{
    public StreamingMethodContent(object innerContent, IReadOnlyDictionary<string, object?>? metadata = null)
        : base(innerContent, metadata: metadata)
    {
        Content = innerContent;
    }

    public object Content { get; }

    public override byte[] ToByteArray() => Content is byte[] bytes ? bytes : Encoding.UTF8.GetBytes(ToString());

    public override string ToString() => Content?.ToString() ?? string.Empty;
}
