using System.Reflection;

namespace Microsoft.SemanticKernel;

/// <summary>Turns whatever a method returned into a FunctionResult.</summary>
internal static class MethodResult
{
    /// <summary>The type a caller gets to see: the result of a task, the element producer of a stream.</summary>
    public static Type TypeOf(MethodInfo method)
    {
        var type = method.ReturnType;
        if (type == typeof(Task) || type == typeof(ValueTask))
        {
            return typeof(void);
        }

        return IsGeneric(type, typeof(Task<>)) || IsGeneric(type, typeof(ValueTask<>)) ? type.GenericTypeArguments[0] : type;
    }

    public static bool IsAsynchronous(Type type)
        => type == typeof(Task) || type == typeof(ValueTask)
            || IsGeneric(type, typeof(Task<>)) || IsGeneric(type, typeof(ValueTask<>)) || IsGeneric(type, typeof(IAsyncEnumerable<>));

    public static async Task<FunctionResult> CompleteAsync(MethodCall call, MethodInfo method, object? returned)
    {
        var type = method.ReturnType;
        if (type == typeof(void))
        {
            return Result(call, null);
        }

        if (type == typeof(Task))
        {
            await NotNull<Task>(returned).ConfigureAwait(false);
            return Result(call, null);
        }

        if (type == typeof(ValueTask))
        {
            await NotNull<ValueTask>(returned).ConfigureAwait(false);
            return Result(call, null);
        }

        if (IsGeneric(type, typeof(ValueTask<>)))
        {
            returned = Member(type, nameof(ValueTask<object>.AsTask)).Invoke(returned, null);
            type = typeof(Task<>).MakeGenericType(type.GenericTypeArguments);
        }

        if (IsGeneric(type, typeof(Task<>)))
        {
            await NotNull<Task>(returned).ConfigureAwait(false);
            return Result(call, type.GetProperty(nameof(Task<object>.Result))!.GetValue(returned));
        }

        if (IsGeneric(type, typeof(IAsyncEnumerable<>)) && returned is not null)
        {
            var start = Member(type, nameof(IAsyncEnumerable<object>.GetAsyncEnumerator));
            return Result(call, start.Invoke(returned, [call.CancellationToken]));
        }

        return Result(call, returned);
    }

    private static FunctionResult Result(MethodCall call, object? value)
        => value as FunctionResult ?? new FunctionResult(call.Function, value, call.Kernel.Culture);

    private static T NotNull<T>(object? returned)
        => returned is T value ? value : throw new KernelException("Function returned null unexpectedly.");

    private static MethodInfo Member(Type type, string name) => type.GetMethod(name)!;

    private static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
