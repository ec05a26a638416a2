using Microsoft.Extensions.DependencyInjection;

namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>Filters of the container, of the kernel and of the functions, from the outside in.</summary>
public sealed class FilterKindsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "FI1")]
    [Trait("Contract", "FI15")]
    public async Task Those_of_the_container_are_outermost_and_those_of_functions_innermost_and_never_streaming(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));
        var order = new List<string>();
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<IAutoFunctionInvocationFilter>(Noting("container"));
        builder.Services.AddSingleton<IFunctionInvocationFilter>(new FunctionFilter(order));
        var kernel = builder.Build();
        kernel.AutoFunctionInvocationFilters.Add(Noting("kernel"));
        kernel.Plugins.AddFromFunctions("P", [Harness.Function("F", () => order.Add("function"))]);
        var history = Harness.Said("go");

        if (streaming)
        {
            await foreach (var _ in harness.Service.GetStreamingChatMessageContentsAsync(history, Harness.Auto, kernel, harness.Limit))
            {
            }
        }
        else
        {
            await harness.Service.GetChatMessageContentAsync(history, Harness.Auto, kernel, harness.Limit);
        }

        order.Should().Equal("container", "kernel", "function filter, streaming: False", "function");

        InlineFilter Noting(string name) => new((context, next) =>
        {
            order.Add(name);
            return next(context);
        });
    }

    private sealed class FunctionFilter(List<string> order) : IFunctionInvocationFilter
    {
        public Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
        {
            order.Add($"function filter, streaming: {context.IsStreaming}");
            return next(context);
        }
    }
}
