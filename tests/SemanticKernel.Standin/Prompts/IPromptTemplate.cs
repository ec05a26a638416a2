using System.Diagnostics.CodeAnalysis;

namespace Microsoft.SemanticKernel;

public interface IPromptTemplate
{
    Task<string> RenderAsync(Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default);
}

public interface IPromptTemplateFactory
{
    bool TryCreate(PromptTemplateConfig templateConfig, [NotNullWhen(true)] out IPromptTemplate? result);
}

public static class PromptTemplateFactoryExtensions
{
    public static IPromptTemplate Create(this IPromptTemplateFactory factory, PromptTemplateConfig templateConfig)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(templateConfig);
        return factory.TryCreate(templateConfig, out var template)
            ? template
            : throw new KernelException($"Prompt template format {templateConfig.TemplateFormat} is not supported.");
    }
}
