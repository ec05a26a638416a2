using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SemanticKernel.Standin.Tests.Behaviour;

public sealed class FunctionFilterTests
{
    private readonly List<string> _trace = [];
    private readonly KernelFunction _function;

    public FunctionFilterTests() => _function = KernelFunctionFactory.CreateFromMethod(
        (string x) =>
        {
            _trace.Add($"run {x}");
            return x;
        },
        "F");

    [Fact]
    public async Task Filters_nest_in_order_with_those_of_the_container_outermost()
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<IFunctionInvocationFilter>(Traced("a"));
        var kernel = builder.Build();
        kernel.FunctionInvocationFilters.Add(Traced("b"));

        await kernel.InvokeAsync(_function, new() { ["x"] = "1" });

        _trace.Should().Equal("a in", "b in", "run 1", "b out", "a out");
    }

    [Fact]
    public async Task A_filter_changes_arguments_and_result()
    {
        var kernel = new Kernel();
        kernel.FunctionInvocationFilters.Add(new Filter(async (context, next) =>
        {
            context.Arguments["x"] = "changed";
            await next(context);
            context.Result = new FunctionResult(context.Result, context.Result.GetValue<string>() + "!");
        }));

        (await _function.InvokeAsync<string>(kernel, new() { ["x"] = "1" })).Should().Be("changed!");
    }

    [Fact]
    public async Task A_filter_that_does_not_go_on_keeps_the_function_from_running()
    {
        var kernel = new Kernel();
        kernel.FunctionInvocationFilters.Add(new Filter((_, _) => Task.CompletedTask));
        kernel.FunctionInvocationFilters.Add(Traced("inner"));

        var result = await _function.InvokeAsync(kernel, new() { ["x"] = "1" });

        result.GetValue<string>().Should().BeNull();
        _trace.Should().BeEmpty();
    }

    [Fact]
    public async Task A_filter_catches_the_functions_exception()
    {
        var kernel = new Kernel();
        kernel.FunctionInvocationFilters.Add(new Filter(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (KernelException exception)
            {
                context.Result = new FunctionResult(context.Result, exception.Message);
            }
        }));

        (await _function.InvokeAsync<string>(kernel)).Should().StartWith("Missing argument");
    }

    [Fact]
    public async Task A_filter_sees_the_call()
    {
        var kernel = new Kernel();
        var arguments = new KernelArguments { ["x"] = "1" };
        FunctionInvocationContext? seen = null;
        kernel.FunctionInvocationFilters.Add(new Filter((context, next) => next(seen = context)));

        await _function.InvokeAsync(kernel, arguments);

        seen!.Kernel.Should().BeSameAs(kernel);
        seen.Function.Should().BeSameAs(_function);
        seen.Arguments.Should().BeSameAs(arguments);
        seen.IsStreaming.Should().BeFalse();
    }

    [Fact]
    public async Task Streaming_runs_filters_once()
    {
        var kernel = new Kernel();
        List<bool> streaming = [];
        kernel.FunctionInvocationFilters.Add(new Filter((context, next) =>
        {
            streaming.Add(context.IsStreaming);
            return next(context);
        }));

        await foreach (var text in _function.InvokeStreamingAsync<string>(kernel, new() { ["x"] = "1" }))
        {
            _trace.Add(text);
        }

        streaming.Should().Equal(true);
        _trace.Should().Equal("run 1", "1");
    }

    [Fact]
    public void A_list_of_filters_refuses_null()
        => new Kernel().FunctionInvocationFilters.Invoking(f => f.Add(null!)).Should().Throw<ArgumentNullException>();

    [Fact]
    public async Task Cancellation_names_the_function_and_keeps_the_token()
    {
        using var cancellation = new CancellationTokenSource();
        var kernel = new Kernel();
        var arguments = new KernelArguments();
        var function = KernelFunctionFactory.CreateFromMethod(
            (CancellationToken token) =>
            {
                cancellation.Cancel();
                token.ThrowIfCancellationRequested();
            },
            "Stop");

        var thrown = await function.Invoking(f => f.InvokeAsync(kernel, arguments, cancellation.Token))
            .Should().ThrowAsync<KernelFunctionCanceledException>();

        thrown.WithMessage("The invocation of function 'Stop' was canceled.").WithInnerException<OperationCanceledException>();
        thrown.Which.CancellationToken.Should().Be(cancellation.Token);
        thrown.Which.Function.Should().BeSameAs(function);
        thrown.Which.Kernel.Should().BeSameAs(kernel);
        thrown.Which.Arguments.Should().BeSameAs(arguments);
        thrown.Which.FunctionResult!.GetValue<object>().Should().BeNull();
    }

    [Fact]
    public void A_context_of_auto_invocation_has_the_values_it_was_made_with()
    {
        var history = new ChatHistory("be brief");
        var message = new ChatMessageContent(AuthorRole.Assistant, content: null);
        var result = new FunctionResult(_function);

        var context = new AutoFunctionInvocationContext(Sample.Kernel, _function, result, history, message)
        {
            Arguments = null,
            RequestSequenceIndex = 1,
            FunctionSequenceIndex = 2,
            FunctionCount = 3,
            IsStreaming = true,
        };

        context.Function.Should().BeSameAs(_function);
        context.ChatHistory.Should().BeSameAs(history);
        context.ChatMessageContent.Should().BeSameAs(message);
        context.Result.Should().BeSameAs(result);
        context.Arguments.Should().NotBeNull().And.BeEmpty();
        context.ToolCallId.Should().BeEmpty();
        (context.RequestSequenceIndex, context.FunctionSequenceIndex, context.FunctionCount).Should().Be((1, 2, 3));
        (context.Terminate, context.IsStreaming).Should().Be((false, true));
    }

    private Filter Traced(string name) => new(async (context, next) =>
    {
        _trace.Add(name + " in");
        await next(context);
        _trace.Add(name + " out");
    });

    private sealed class Filter(Func<FunctionInvocationContext, Func<FunctionInvocationContext, Task>, Task> body)
        : IFunctionInvocationFilter
    {
        public Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
            => body(context, next);
    }
}
