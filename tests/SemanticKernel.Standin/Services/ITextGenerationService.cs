using Microsoft.SemanticKernel.Services;

namespace Microsoft.SemanticKernel.TextGeneration;

/// <summary>A service that continues a text.</summary>
public interface ITextGenerationService : IAIService
{
    Task<IReadOnlyList<TextContent>> GetTextContentsAsync(
        string prompt,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default);

    IAsyncEnumerable<StreamingTextContent> GetStreamingTextContentsAsync(
        string prompt,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default);
}
