using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

/// <summary>A function whose name, seen as an AIFunction, carries its plugin: Plugin_Name.</summary>
public abstract class FullyQualifiedAIFunction : AIFunction
{
    internal FullyQualifiedAIFunction(KernelFunctionMetadata metadata) => Metadata = metadata;

    public KernelFunctionMetadata Metadata { get; init; }

    public override string Name
        => string.IsNullOrWhiteSpace(Metadata.PluginName) ? Metadata.Name : $"{Metadata.PluginName}_{Metadata.Name}";
}
