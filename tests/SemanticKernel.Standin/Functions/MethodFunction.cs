using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.SemanticKernel;

/// <summary>A function that calls a .NET method.</summary>
internal sealed class MethodFunction : KernelFunction
{
    private readonly MethodInfo _method;
    private readonly object? _target;
    private readonly ParameterBinder[] _binders;

    private MethodFunction(KernelFunctionMetadata metadata, MethodInfo method, object? target, ParameterBinder[] binders)
        : base(metadata, executionSettings: null)
    {
        (_method, _target, _binders) = (method, target, binders);
    }

    private protected override MethodInfo? Method => _method;

    public static MethodFunction Create(MethodInfo method, object? target, KernelFunctionFromMethodOptions options)
    {
        ArgumentNullException.ThrowIfNull(method);
        if (!method.IsStatic && target is null)
        {
            throw new ArgumentNullException(nameof(target), "An instance method needs an object to run on.");
        }

        if (method.ContainsGenericParameters)
        {
            throw new ArgumentException($"'{method.Name}' has open type parameters.", nameof(method));
        }

        var binders = method.GetParameters().Select(ParameterBinder.Create).ToArray();
        var parameters = options.Parameters?.ToArray() ?? binders.Select(static binder => binder.Metadata).OfType<KernelParameterMetadata>().ToArray();
        Names.CheckDistinct(parameters);

        var metadata = new KernelFunctionMetadata(options.FunctionName ?? DefaultName(method))
        {
            Description = options.Description ?? method.GetCustomAttribute<DescriptionAttribute>(inherit: true)?.Description,
            Parameters = parameters,
            ReturnParameter = options.ReturnParameter ?? new KernelReturnParameterMetadata
            {
                Description = method.ReturnParameter.GetCustomAttribute<DescriptionAttribute>(inherit: true)?.Description,
                ParameterType = MethodResult.TypeOf(method),
            },
        };
        if (options.AdditionalMetadata is { } additional)
        {
            metadata.AdditionalProperties = additional;
        }

        return new MethodFunction(metadata, method, target, binders);
    }

    public override KernelFunction Clone(string? pluginName = null)
    {
        var metadata = new KernelFunctionMetadata(Metadata);
        if (pluginName is not null)
        {
            metadata.PluginName = Names.CheckPlugin(pluginName);
        }

        return new MethodFunction(metadata, _method, _target, _binders) { BoundKernel = BoundKernel };
    }

    protected override async ValueTask<FunctionResult> InvokeCoreAsync(
        Kernel kernel,
        KernelArguments arguments,
        CancellationToken cancellationToken)
    {
        var call = new MethodCall(this, kernel, arguments, cancellationToken);
        var values = Array.ConvertAll(_binders, binder => binder.Bind(call));
        // Exceptions of the method must arrive as they are, not inside a TargetInvocationException.
        var returned = _method.Invoke(_target, BindingFlags.DoNotWrapExceptions, binder: null, values, culture: null);
        return await MethodResult.CompleteAsync(call, _method, returned).ConfigureAwait(false);
    }

    protected override async IAsyncEnumerable<TResult> InvokeStreamingCoreAsync<TResult>(
        Kernel kernel,
        KernelArguments arguments,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var result = await InvokeCoreAsync(kernel, arguments, cancellationToken).ConfigureAwait(false);
        switch (result.Value)
        {
            case null:
                yield break;

            case IAsyncEnumerable<TResult> items:
                await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    yield return item;
                }

                break;

            case IAsyncEnumerable<object> items:
                await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    yield return Streamed<TResult>(item, result);
                }

                break;

            default:
                yield return Streamed<TResult>(result.Value, result);
                break;
        }
    }

    private static TResult Streamed<TResult>(object value, FunctionResult result) => value switch
    {
        TResult item => item,
        _ when typeof(TResult).IsAssignableFrom(typeof(StreamingMethodContent))
            => (TResult)(object)new StreamingMethodContent(value, result.Metadata),
        _ => throw new NotSupportedException($"A stream of '{value.GetType()}' cannot be read as '{typeof(TResult)}'."),
    };

    private static string DefaultName(MethodInfo method)
    {
        if (method.GetCustomAttribute<KernelFunctionAttribute>(inherit: true)?.Name is { } given)
        {
            return given.Trim();
        }

        const string Suffix = "Async";
        var name = method.Name;
        if (MethodResult.IsAsynchronous(method.ReturnType)
            && name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal))
        {
            name = name[..^Suffix.Length];
        }

        return Names.Sanitize(name);
    }
}

internal sealed record MethodCall(MethodFunction Function, Kernel Kernel, KernelArguments Arguments, CancellationToken CancellationToken);
