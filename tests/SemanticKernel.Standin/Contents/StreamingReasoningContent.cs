using System.Text;

namespace Microsoft.SemanticKernel;

/// <summary>A piece of streamed reasoning.</summary>
public sealed class StreamingReasoningContent : StreamingKernelContent
{
    public StreamingReasoningContent(string? text = null) => Text = text ?? string.Empty;

    public string Text { get; init; }

    public override string ToString() => Text;

    public override byte[] ToByteArray() => Encoding.UTF8.GetBytes(Text);
}
