namespace Microsoft.SemanticKernel.Services;

/// <summary>Any service a kernel may hold, described by its attributes.</summary>
public interface IAIService
{
    IReadOnlyDictionary<string, object?> Attributes { get; }
}
