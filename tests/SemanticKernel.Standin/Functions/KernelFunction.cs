using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

/// <summary>Something a kernel can invoke: a method or a prompt.</summary>
public abstract class KernelFunction : FullyQualifiedAIFunction
{
    private JsonElement? _jsonSchema;

    internal KernelFunction(KernelFunctionMetadata metadata, IReadOnlyDictionary<string, PromptExecutionSettings>? executionSettings)
        : base(metadata)
    {
        // Frozen clones: a function is shared, its settings must not change under it.
        ExecutionSettings = executionSettings?.ToDictionary(
            static entry => entry.Key,
            static entry =>
            {
                var clone = entry.Value.Clone();
                clone.Freeze();
                return clone;
            });
    }

    public new virtual string Name => Metadata.Name;

    public virtual string? PluginName => Metadata.PluginName;

    public override string Description => Metadata.Description;

    public IReadOnlyDictionary<string, PromptExecutionSettings>? ExecutionSettings { get; }

    public override JsonElement JsonSchema => _jsonSchema ??= FunctionSchema.Of(Metadata);

    public override JsonSerializerOptions JsonSerializerOptions => AIJsonUtilities.DefaultOptions;

    public override MethodInfo? UnderlyingMethod => Method;

    /// <summary>The kernel that WithKernel bound; used where a caller cannot pass one.</summary>
    internal Kernel? BoundKernel { get; set; }

    private protected virtual MethodInfo? Method => null;

    public async Task<FunctionResult> InvokeAsync(
        Kernel kernel,
        KernelArguments? arguments = null,
        CancellationToken cancellationToken = default)
    {
        kernel ??= BoundKernel ?? throw new ArgumentNullException(nameof(kernel));
        arguments ??= [];
        var context = new FunctionInvocationContext(kernel, this, arguments, new FunctionResult(this, culture: kernel.Culture))
        {
            CancellationToken = cancellationToken,
        };
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await kernel.RunFunctionFiltersAsync(
                context,
                async current => current.Result = await InvokeCoreAsync(kernel, current.Arguments, cancellationToken).ConfigureAwait(false))
                .ConfigureAwait(false);
            return context.Result;
        }
        catch (OperationCanceledException exception)
        {
            throw Cancelled(context, exception);
        }
    }

    public async Task<TResult?> InvokeAsync<TResult>(
        Kernel kernel,
        KernelArguments? arguments = null,
        CancellationToken cancellationToken = default)
    {
        var result = await InvokeAsync(kernel, arguments, cancellationToken).ConfigureAwait(false);
        return result.GetValue<TResult>();
    }

    public IAsyncEnumerable<StreamingKernelContent> InvokeStreamingAsync(
        Kernel kernel,
        KernelArguments? arguments = null,
        CancellationToken cancellationToken = default)
        => InvokeStreamingAsync<StreamingKernelContent>(kernel, arguments, cancellationToken);

    public IAsyncEnumerable<TResult> InvokeStreamingAsync<TResult>(
        Kernel kernel,
        KernelArguments? arguments = null,
        CancellationToken cancellationToken = default)
    {
        kernel ??= BoundKernel ?? throw new ArgumentNullException(nameof(kernel));
        return StreamAsync<TResult>(kernel, arguments ?? [], cancellationToken);
    }

    public abstract KernelFunction Clone(string? pluginName = null);

    public override string ToString() => string.IsNullOrWhiteSpace(PluginName) ? Name : $"{PluginName}.{Name}";

    protected abstract ValueTask<FunctionResult> InvokeCoreAsync(
        Kernel kernel,
        KernelArguments arguments,
        CancellationToken cancellationToken);

    protected abstract IAsyncEnumerable<TResult> InvokeStreamingCoreAsync<TResult>(
        Kernel kernel,
        KernelArguments arguments,
        CancellationToken cancellationToken);

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var kernel = BoundKernel
            ?? throw new InvalidOperationException($"Function '{Name}' is not bound to a kernel; bind it with WithKernel.");
        var own = arguments as KernelArguments ?? new KernelArguments(arguments);
        var result = await InvokeAsync(kernel, own, cancellationToken).ConfigureAwait(false);
        return result.Value;
    }

    private async IAsyncEnumerable<TResult> StreamAsync<TResult>(
        Kernel kernel,
        KernelArguments arguments,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var context = new FunctionInvocationContext(kernel, this, arguments, new FunctionResult(this, culture: kernel.Culture))
        {
            CancellationToken = cancellationToken,
            IsStreaming = true,
        };

        // Filters see the creation of the stream once; its items then flow past them.
        IAsyncEnumerator<TResult> items;
        try
        {
            await kernel.RunFunctionFiltersAsync(
                context,
                current =>
                {
                    var created = InvokeStreamingCoreAsync<TResult>(kernel, current.Arguments, cancellationToken);
                    current.Result = new FunctionResult(current.Result, created);
                    return Task.CompletedTask;
                }).ConfigureAwait(false);
            var stream = context.Result.GetValue<IAsyncEnumerable<TResult>>()
                ?? throw new InvalidOperationException($"A filter replaced the stream of function '{Name}' by nothing.");
            items = stream.GetAsyncEnumerator(cancellationToken);
        }
        catch (OperationCanceledException exception)
        {
            throw Cancelled(context, exception);
        }

        await using (items.ConfigureAwait(false))
        {
            while (true)
            {
                try
                {
                    if (!await items.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }
                }
                catch (OperationCanceledException exception)
                {
                    throw Cancelled(context, exception);
                }

                yield return items.Current;
            }
        }
    }

    private KernelFunctionCanceledException Cancelled(FunctionInvocationContext context, OperationCanceledException exception)
        => new(context.Kernel, this, context.Arguments, context.Result, exception);
}
