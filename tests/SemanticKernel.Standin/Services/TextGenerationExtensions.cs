namespace Microsoft.SemanticKernel.TextGeneration;

/// <summary>Short form for the usual case of one result.</summary>
public static class TextGenerationExtensions
{
    public static async Task<TextContent> GetTextContentAsync(
        this ITextGenerationService textGenerationService,
        string prompt,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(textGenerationService);
        var contents = await textGenerationService
            .GetTextContentsAsync(prompt, executionSettings, kernel, cancellationToken).ConfigureAwait(false);
        return contents.Single();
    }
}
