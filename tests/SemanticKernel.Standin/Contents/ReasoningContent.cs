using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>What a model says about how it arrived at its answer.</summary>
public sealed class ReasoningContent : KernelContent
{
    [JsonConstructor]
    public ReasoningContent(string? text = null) => Text = text ?? string.Empty;

    public string Text { get; init; }

    public override string ToString() => Text;
}
