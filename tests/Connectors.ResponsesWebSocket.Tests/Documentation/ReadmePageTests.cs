using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connectors.ResponsesWebSocket.Tests.Documentation;

/// <summary>The code that README.md shows, as it stands there. That both are the same is another test's business.</summary>
public sealed class ReadmePageTests : IDisposable
{
    private readonly CancellationTokenSource _limit = TestTimeout.Start();

    [Fact]
    public async Task The_registration_works_with_nothing_else_changed()
    {
        await using var server = await ResponsesEmulator.StartAsync(new()
        {
            Model = Answers.Script(Answers.Call("c1", "Weather-get_forecast", """{"city":"Oslo"}"""), Answers.Text("Take one to Oslo.")),
        });
        using var http = new HttpClient { BaseAddress = server.Endpoint };

        // snippet: readme-registration
        var key = Environment.GetEnvironmentVariable("OPENAI_API_KEY")!;
        var builder = Kernel.CreateBuilder();
        // end snippet

        key = server.ApiKey;
        builder.Services.AddSingleton(http);

        // snippet: readme-registration
        builder.AddResponsesWebSocketChatCompletion(modelId: "gpt-6-astra", apiKey: key);   // was AddOpenAIChatCompletion
        builder.Plugins.AddFromType<WeatherPlugin>("Weather");
        var kernel = builder.Build();

        var chat = kernel.GetRequiredService<IChatCompletionService>();
        var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        var history = new ChatHistory("You are a travel guide.");
        history.AddUserMessage("Do I need an umbrella in Lisbon or in Oslo?");
        var answer = await chat.GetChatMessageContentAsync(history, settings, kernel);
        Console.WriteLine(answer);
        // end snippet

        answer.Content.Should().Be("Take one to Oslo.");
        history[^1].Content.Should().Be("rain in Oslo");
    }

    [Fact]
    public async Task The_options_and_the_settings_work()
    {
        // snippet: readme-emulator
        var builder = Kernel.CreateBuilder();
        await using var emulator = await ResponsesEmulator.StartAsync();
        builder.AddResponsesWebSocketChatCompletion("gpt-6-astra", emulator.Endpoint, emulator.ApiKey);
        // … then ask emulator.Journal what the server received and reconstructed.
        // end snippet

        // snippet: readme-settings
        var settings = new ResponsesWebSocketPromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: new() { AllowConcurrentInvocation = true }),
            EagerFunctionInvocation = true,                // a call starts as soon as it is written, while the model writes the next one
            Steering = new ResponsesWebSocketSteering(),   // says something to the model while the call runs
            ReasoningEffort = "low",
            ReasoningSummary = "auto",
        };
        // end snippet

        var kernel = builder.Build();
        var history = new ChatHistory();
        history.AddUserMessage("say hello");
        var answer = await kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(history, settings, kernel, _limit.Token);

        answer.Content.Should().Be("hello");
        emulator.Journal.Frames.First(static frame => frame.FromClient && frame.Type == "response.create").Json!.Value.Text("reasoning", "summary").Should().Be("auto");
    }

    [Fact]
    public void The_overload_with_a_callback_takes_the_options()
    {
        // snippet: readme-options
        var builder = Kernel.CreateBuilder();
        builder.AddResponsesWebSocketChatCompletion("gpt-6-astra", options =>
        {
            options.ApiKey = Environment.GetEnvironmentVariable("OPENAI_API_KEY");   // or options.AccessToken, a callback for tokens that run out
            options.TurnCompleted = turn => Console.WriteLine($"{turn.Plan}: {turn.BytesSent} of {turn.BytesIfSentInFull} bytes");
        });
        // end snippet

        // Without a key in the environment it is refused, by a message that names what is missing.
        var service = () => builder.Build().GetRequiredService<IChatCompletionService>();
        if (Environment.GetEnvironmentVariable("OPENAI_API_KEY") is null)
        {
            service.Should().Throw<OptionsValidationException>().WithMessage("*OPENAI_API_KEY*");
        }
        else
        {
            service().Attributes["ModelId"].Should().Be("gpt-6-astra");
        }
    }

    public void Dispose() => _limit.Dispose();

    // snippet: readme-registration
    internal sealed class WeatherPlugin
    {
        [KernelFunction("get_forecast")]
        [Description("Tells the weather of today in a city.")]
        public static string GetForecast(string city) => $"rain in {city}";
    }
    // end snippet
}
