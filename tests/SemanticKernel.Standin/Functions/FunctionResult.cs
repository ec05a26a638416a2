using System.Globalization;

namespace Microsoft.SemanticKernel;

public sealed class FunctionResult
{
    public FunctionResult(
        KernelFunction function,
        object? value = null,
        CultureInfo? culture = null,
        IReadOnlyDictionary<string, object?>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        Function = function;
        Value = value;
        Culture = culture ?? CultureInfo.InvariantCulture;
        Metadata = metadata;
    }

    public FunctionResult(FunctionResult result, object? value = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        Function = result.Function;
        Value = value ?? result.Value;
        Culture = result.Culture;
        Metadata = result.Metadata;
        RenderedPrompt = result.RenderedPrompt;
    }

    public KernelFunction Function { get; init; }

    public IReadOnlyDictionary<string, object?>? Metadata { get; init; }

    public CultureInfo Culture { get; init; }

    public Type? ValueType => Value?.GetType();

    public string? RenderedPrompt { get; internal set; }

    internal object? Value { get; }

    public T? GetValue<T>()
    {
        switch (Value)
        {
            case null:
                return default;
            case T value:
                return value;
            case KernelContent content when typeof(T) == typeof(string):
                return (T)(object)content.ToString()!;
            case KernelContent { InnerContent: T inner }:
                return inner;
            default:
                throw new InvalidCastException($"Cannot cast {Value.GetType()} to {typeof(T)}");
        }
    }

    public override string ToString() => Texts.Of(Value, Culture) ?? string.Empty;
}
