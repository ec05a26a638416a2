namespace Filters;

/// <summary>Asks before money leaves. Here a limit answers; an application would ask its user.</summary>
internal sealed class Approval(decimal limit) : IAutoFunctionInvocationFilter
{
    public async Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
    {
        if (context.Function.Name == "close_account")
        {
            // The function is not run, and the model is not asked again.
            context.Result = new FunctionResult(context.Result, "A clerk will call you.");
            context.Terminate = true;
        }
        else if (context.Arguments?["amount"] is string amount && decimal.Parse(amount) > limit)
        {
            // What the model reads in place of a result.
            context.Result = new FunctionResult(context.Result, "Refused: the customer did not approve it.");
        }
        else
        {
            await next(context);
        }

        Console.WriteLine($"{context.Function.Name}({string.Join(", ", context.Arguments!.Select(static pair => pair.Value))}): {context.Result}");
    }
}
