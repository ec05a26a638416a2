using System.Runtime.CompilerServices;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Services;
using Microsoft.SemanticKernel.TextGeneration;

namespace Microsoft.SemanticKernel;

/// <summary>A function that renders a prompt and asks the selected service.</summary>
internal sealed class PromptFunction : KernelFunction
{
    private readonly IPromptTemplate _template;
    private readonly PromptTemplateConfig _config;

    private PromptFunction(KernelFunctionMetadata metadata, IPromptTemplate template, PromptTemplateConfig config)
        : base(metadata, config.ExecutionSettings)
    {
        (_template, _config) = (template, config);
    }

    public static PromptFunction Create(IPromptTemplate template, PromptTemplateConfig config)
    {
        var name = string.IsNullOrEmpty(config.Name) ? $"Prompt_{Guid.NewGuid():N}" : config.Name;
        var metadata = new KernelFunctionMetadata(name)
        {
            Description = config.Description,
            Parameters = config.InputVariables.ConvertAll(ToParameter),
            ReturnParameter = ToReturnParameter(config.OutputVariable),
        };
        return new PromptFunction(metadata, template, config);
    }

    public override KernelFunction Clone(string? pluginName = null)
    {
        var metadata = new KernelFunctionMetadata(Metadata);
        if (pluginName is not null)
        {
            metadata.PluginName = Names.CheckPlugin(pluginName);
        }

        return new PromptFunction(metadata, _template, _config) { BoundKernel = BoundKernel };
    }

    protected override async ValueTask<FunctionResult> InvokeCoreAsync(
        Kernel kernel,
        KernelArguments arguments,
        CancellationToken cancellationToken)
    {
        var (service, settings, prompt) = await RenderAsync(kernel, arguments, isStreaming: false, cancellationToken).ConfigureAwait(false);
        if (prompt.Result is { } answer)
        {
            answer.RenderedPrompt = prompt.RenderedPrompt;
            return answer;
        }

        var text = prompt.RenderedPrompt!;
        IReadOnlyList<KernelContent> contents = service is IChatCompletionService chat
            ? await chat.GetChatMessageContentsAsync(text, settings, kernel, cancellationToken).ConfigureAwait(false)
            : await ((ITextGenerationService)service).GetTextContentsAsync(text, settings, kernel, cancellationToken).ConfigureAwait(false);
        var result = contents switch
        {
            { Count: 0 } => new FunctionResult(this, culture: kernel.Culture),
            { Count: 1 } => new FunctionResult(this, contents[0], kernel.Culture, contents[0].Metadata),
            _ => new FunctionResult(this, contents, kernel.Culture),
        };
        result.RenderedPrompt = text;
        return result;
    }

    protected override async IAsyncEnumerable<TResult> InvokeStreamingCoreAsync<TResult>(
        Kernel kernel,
        KernelArguments arguments,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (service, settings, prompt) = await RenderAsync(kernel, arguments, isStreaming: true, cancellationToken).ConfigureAwait(false);
        if (prompt.Result is { } answer)
        {
            await foreach (var item in AnswerAsync<TResult>(answer, cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }

            yield break;
        }

        var text = prompt.RenderedPrompt!;
        IAsyncEnumerable<StreamingKernelContent> chunks = service is IChatCompletionService chat
            ? chat.GetStreamingChatMessageContentsAsync(text, settings, kernel, cancellationToken)
            : ((ITextGenerationService)service).GetStreamingTextContentsAsync(text, settings, kernel, cancellationToken);
        await foreach (var chunk in chunks.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return StreamingConversion.To<TResult>(chunk);
        }
    }

    private static async IAsyncEnumerable<TResult> AnswerAsync<TResult>(
        FunctionResult answer,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (answer.Value is not IAsyncEnumerable<TResult> items)
        {
            // Only a stream can stand in for a stream; anything else of a filter ends it without items.
            yield break;
        }

        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    private static KernelParameterMetadata ToParameter(InputVariable variable) => new(variable.Name)
    {
        Description = variable.Description,
        DefaultValue = variable.Default,
        IsRequired = variable.IsRequired,
        Schema = string.IsNullOrWhiteSpace(variable.JsonSchema) ? null : KernelJsonSchema.Parse(variable.JsonSchema),
    };

    private static KernelReturnParameterMetadata ToReturnParameter(OutputVariable? variable) => new()
    {
        Description = variable?.Description,
        Schema = string.IsNullOrWhiteSpace(variable?.JsonSchema) ? null : KernelJsonSchema.Parse(variable.JsonSchema),
    };

    private async Task<(IAIService Service, PromptExecutionSettings? Settings, PromptRenderContext Prompt)> RenderAsync(
        Kernel kernel,
        KernelArguments arguments,
        bool isStreaming,
        CancellationToken cancellationToken)
    {
        var (service, settings) = SelectService(kernel, arguments);
        var context = new PromptRenderContext(kernel, this, arguments)
        {
            CancellationToken = cancellationToken,
            ExecutionSettings = settings,
            IsStreaming = isStreaming,
        };
        await kernel.RunPromptFiltersAsync(
            context,
            async current =>
                current.RenderedPrompt = await _template.RenderAsync(kernel, current.Arguments, cancellationToken).ConfigureAwait(false))
            .ConfigureAwait(false);
        if (context.Result is null && context.RenderedPrompt is null)
        {
            throw new KernelException($"A filter kept the prompt of function '{Name}' from being rendered without supplying a result.");
        }

        return (service, settings, context);
    }

    private (IAIService Service, PromptExecutionSettings? Settings) SelectService(Kernel kernel, KernelArguments arguments)
    {
        var selector = kernel.ServiceSelector;
        if (selector.TrySelectAIService<IChatCompletionService>(kernel, this, arguments, out var chat, out var chatSettings))
        {
            return (chat, chatSettings);
        }

        if (selector.TrySelectAIService<ITextGenerationService>(kernel, this, arguments, out var text, out var textSettings))
        {
            return (text, textSettings);
        }

        var wanted = arguments.ExecutionSettings ?? ExecutionSettings;
        throw new KernelException(
            "No service was found for any of the supported types: "
            + $"{typeof(IChatCompletionService)}, {typeof(ITextGenerationService)}, {typeof(Microsoft.Extensions.AI.IChatClient)}. "
            + $"Expected serviceIds: {string.Join(", ", wanted?.Keys ?? [])}, "
            + $"Expected modelIds: {string.Join(", ", wanted?.Values.Select(static settings => settings.ModelId) ?? [])}.");
    }
}
