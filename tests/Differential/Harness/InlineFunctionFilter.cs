namespace Differential.Harness;

/// <summary>A filter around functions, written where it is used.</summary>
public sealed class InlineFunctionFilter(Func<FunctionInvocationContext, Func<FunctionInvocationContext, Task>, Task> body) : IFunctionInvocationFilter
{
    public Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next) => body(context, next);
}
