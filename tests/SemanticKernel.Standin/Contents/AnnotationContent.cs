using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel.Agents;

/// <summary>A citation inside a message's text.</summary>
public class AnnotationContent : KernelContent
{
    [JsonConstructor]
    public AnnotationContent(AnnotationKind kind, string label, string referenceId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        ArgumentException.ThrowIfNullOrWhiteSpace(referenceId);
        Kind = kind;
        Label = label;
        ReferenceId = referenceId;
    }

    public AnnotationKind Kind { get; }

    public string Label { get; }

    public string ReferenceId { get; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Title { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? StartIndex { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EndIndex { get; init; }
}
