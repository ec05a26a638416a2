using System.Text.Json.Serialization;
using Microsoft.SemanticKernel.Agents;

namespace Microsoft.SemanticKernel;

/// <summary>Base of everything a message carries; written as JSON with its class name under <c>$type</c>.</summary>
// Connectors derive their own contents; those are written as the nearest kind known here instead of failing.
[JsonPolymorphic(
    TypeDiscriminatorPropertyName = "$type",
    UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToNearestAncestor)]
[JsonDerivedType(typeof(TextContent), nameof(TextContent))]
[JsonDerivedType(typeof(ImageContent), nameof(ImageContent))]
[JsonDerivedType(typeof(FunctionCallContent), nameof(FunctionCallContent))]
[JsonDerivedType(typeof(FunctionResultContent), nameof(FunctionResultContent))]
[JsonDerivedType(typeof(BinaryContent), nameof(BinaryContent))]
[JsonDerivedType(typeof(AudioContent), nameof(AudioContent))]
[JsonDerivedType(typeof(ChatMessageContent), nameof(ChatMessageContent))]
[JsonDerivedType(typeof(ActionContent), nameof(ActionContent))]
[JsonDerivedType(typeof(ReasoningContent), nameof(ReasoningContent))]
[JsonDerivedType(typeof(AnnotationContent), nameof(AnnotationContent))]
[JsonDerivedType(typeof(FileReferenceContent), nameof(FileReferenceContent))]
public abstract class KernelContent
{
    protected KernelContent()
    {
    }

    protected KernelContent(object? innerContent, string? modelId = null, IReadOnlyDictionary<string, object?>? metadata = null)
    {
        InnerContent = innerContent;
        ModelId = modelId;
        Metadata = metadata;
    }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MimeType { get; set; }

    // An object of the service's own library: it has no JSON form that could be read back.
    [JsonIgnore]
    public object? InnerContent { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ModelId { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, object?>? Metadata { get; set; }
}
