using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;
using OpenAI.Chat;

namespace Differential.Scenarios;

/// <summary>
/// An application as people write them for the stock connector: plugins, streaming, every kind of filter, a cast of the usage,
/// <c>ToolCallBehavior</c>, structured output, an error handler that reads the body, a kernel for each request and a service by scope.
/// One line of it is swapped; what it prints must stay the same, to the letter.
/// </summary>
internal sealed class WholeApplicationScenarios : ScenarioList
{
    public WholeApplicationScenarios()
        : base("selection and lifetimes") => Add("an application written for the stock connector", static async app =>
        {
            app.ServerOptions = new() { ApiKey = "test-key" };
            app.Script(
                Say.Call("c1", "Weather-Get", """{"city":"Rome"}"""), Say.Text("Take an umbrella."),
                Say.Call("c2", "Weather-Get", """{"city":"Oslo"}"""), Say.Text("It is dry."),
                Say.Text("""{"City":"Rome","Degrees":18}"""),
                ModelAnswer.Error(429, "rate_limit_exceeded", "Slow down."),
                Say.Text("one"), Say.Text("two"));
            var lines = new List<string>();
            await new Application(() => app.NewKernel(), lines.Add).RunAsync(app.Limit);
            app.Note("output", string.Join('\n', lines));
        });

    private sealed class Application(Func<Kernel> newKernel, Action<string> print)
    {
        public async Task RunAsync(CancellationToken cancellationToken)
        {
            var kernel = newKernel();
            kernel.Plugins.AddFromType<WeatherPlugin>("Weather");
            kernel.FunctionInvocationFilters.Add(new Printing(print));
            kernel.PromptRenderFilters.Add(new Printing(print));
            kernel.AutoFunctionInvocationFilters.Add(new Printing(print));
            var chat = kernel.GetRequiredService<IChatCompletionService>();
            var history = new ChatHistory("You are a travel guide.");

            history.AddUserMessage("Do I need an umbrella in Rome?");
            var settings = new OpenAIPromptExecutionSettings { ToolCallBehavior = ToolCallBehavior.AutoInvokeKernelFunctions };
            var answer = await chat.GetChatMessageContentAsync(history, settings, kernel, cancellationToken);
            var usage = (ChatTokenUsage)answer.Metadata!["Usage"]!;
            print($"{answer.Content} ({usage.OutputTokenCount} of {usage.TotalTokenCount} tokens, {history.Count} messages)");
            history.Add(answer);

            history.AddUserMessage("And in Oslo?");
            await foreach (var chunk in chat.GetStreamingChatMessageContentsAsync(history, settings, kernel, cancellationToken))
            {
                print($"[{chunk.Content}]");
            }

            var place = await kernel.InvokePromptAsync("The warmest place?", new(new OpenAIPromptExecutionSettings { ResponseFormat = typeof(Place) }), cancellationToken: cancellationToken);
            print(JsonSerializer.Deserialize<Place>(place.ToString())!.ToString());

            try
            {
                await chat.GetChatMessageContentAsync("Once more", kernel: kernel, cancellationToken: cancellationToken);
            }
            catch (HttpOperationException failed)
            {
                using var body = JsonDocument.Parse(failed.ResponseContent!);
                print($"{failed.StatusCode}: {body.RootElement.GetProperty("error").GetProperty("message").GetString()}");
            }

            // Requests of a web application: a kernel each, or a service out of a scope.
            print((await newKernel().InvokePromptAsync("first request", cancellationToken: cancellationToken)).ToString());
            await using var services = new ServiceCollection().AddScoped(_ => chat).BuildServiceProvider();
            await using (var scope = services.CreateAsyncScope())
            {
                print((await scope.ServiceProvider.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync("second request", cancellationToken: cancellationToken)).Content!);
            }

            print($"{chat is IDisposable} {chat is IAsyncDisposable}");
        }
    }

    private sealed record Place(string City, int Degrees);

    private sealed class WeatherPlugin
    {
        [KernelFunction]
        [Description("The weather of a city.")]
        public string Get(string city) => $"rain in {city}";
    }

    private sealed class Printing(Action<string> print) : IFunctionInvocationFilter, IPromptRenderFilter, IAutoFunctionInvocationFilter
    {
        public async Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
        {
            await next(context);
            print($"function {context.Function.Name.Length > 20} {context.Result}");
        }

        public async Task OnPromptRenderAsync(PromptRenderContext context, Func<PromptRenderContext, Task> next)
        {
            await next(context);
            print($"prompt {context.RenderedPrompt}");
        }

        public async Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
        {
            print($"call {context.Function.Name} with {string.Join(", ", context.Arguments!)} by {((OpenAIPromptExecutionSettings)context.ExecutionSettings!).ToolCallBehavior}");
            await next(context);
        }
    }
}
