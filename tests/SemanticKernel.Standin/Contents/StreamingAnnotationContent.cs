using System.Text;

namespace Microsoft.SemanticKernel.Agents;

/// <summary>A citation inside a streamed text.</summary>
public class StreamingAnnotationContent : StreamingKernelContent
{
    public StreamingAnnotationContent(AnnotationKind kind, string referenceId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(referenceId);
        Kind = kind;
        ReferenceId = referenceId;
    }

    public AnnotationKind Kind { get; }

    public string ReferenceId { get; }

    public string? Title { get; init; }

    public string? Label { get; init; }

    public int? StartIndex { get; init; }

    public int? EndIndex { get; init; }

    public override string ToString() => string.IsNullOrEmpty(Label) ? ReferenceId : $"{Label}: {ReferenceId}";

    public override byte[] ToByteArray() => Encoding.UTF8.GetBytes(ToString());
}
