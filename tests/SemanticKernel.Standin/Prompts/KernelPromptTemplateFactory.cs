using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Microsoft.SemanticKernel;

public sealed class KernelPromptTemplateFactory : IPromptTemplateFactory
{
    public KernelPromptTemplateFactory(ILoggerFactory? loggerFactory = null)
    {
        // Part of the signature; rendering here has nothing to log.
        _ = loggerFactory;
    }

    public bool AllowDangerouslySetContent { get; init; }

    public bool TryCreate(PromptTemplateConfig templateConfig, [NotNullWhen(true)] out IPromptTemplate? result)
    {
        ArgumentNullException.ThrowIfNull(templateConfig);
        result = templateConfig.TemplateFormat == PromptTemplateConfig.SemanticKernelTemplateFormat
            ? new VariableTemplate(templateConfig, AllowDangerouslySetContent)
            : null;
        return result is not null;
    }
}

/// <summary>Takes the template's text as the prompt.</summary>
public sealed class EchoPromptTemplateFactory : IPromptTemplateFactory
{
    public static EchoPromptTemplateFactory Instance { get; } = new();

    public bool TryCreate(PromptTemplateConfig templateConfig, [NotNullWhen(true)] out IPromptTemplate? result)
    {
        ArgumentNullException.ThrowIfNull(templateConfig);
        result = new EchoTemplate(templateConfig.Template);
        return true;
    }

    private sealed class EchoTemplate(string text) : IPromptTemplate
    {
        public Task<string> RenderAsync(Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default)
            => Task.FromResult(text);
    }
}
