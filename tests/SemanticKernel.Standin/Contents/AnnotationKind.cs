using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel.Agents;

/// <summary>What an annotation cites; two kinds are equal if their labels are, ignoring case.</summary>
public readonly struct AnnotationKind : IEquatable<AnnotationKind>
{
    [JsonConstructor]
    public AnnotationKind(string label)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        Label = label;
    }

    public static AnnotationKind FileCitation { get; } = new("filecitation");

    public static AnnotationKind TextCitation { get; } = new("textcitation");

    public static AnnotationKind UrlCitation { get; } = new("urlcitation");

    public string Label { get; }

    public static bool operator ==(AnnotationKind left, AnnotationKind right) => left.Equals(right);

    public static bool operator !=(AnnotationKind left, AnnotationKind right) => !left.Equals(right);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is AnnotationKind other && Equals(other);

    public bool Equals(AnnotationKind other) => string.Equals(Label, other.Label, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Label);

    public override string ToString() => Label;
}
