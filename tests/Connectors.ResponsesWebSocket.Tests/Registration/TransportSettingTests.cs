using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.ResponsesWebSocket.Tests.Registration;

/// <summary>An operator can take every form of registration off its sockets, and back, without a new build.</summary>
[Collection(nameof(ProcessSwitches))]
public sealed class TransportSettingTests : IDisposable
{
    private const string Variable = "RESPONSES_WEBSOCKET_TRANSPORT";
    private const string Key = "ResponsesWebSocket:Transport";

    private static readonly Func<IServiceCollection, ResponsesEmulator, IServiceCollection>[] OnCollections =
    [
        static (services, emulator) => services.AddSingleton(new HttpClient { BaseAddress = emulator.Endpoint }).AddResponsesWebSocketChatCompletion("m", emulator.ApiKey),
        static (services, emulator) => services.AddResponsesWebSocketChatCompletion("m", emulator.Endpoint, emulator.ApiKey),
        static (services, emulator) => services.AddResponsesWebSocketChatCompletion("m", options =>
            (options.Endpoint, options.ApiKey, options.Transport) = (emulator.Endpoint, emulator.ApiKey, ResponsesTransport.WebSocket)),
        static (services, _) => services.AddResponsesWebSocketChatCompletion(),
    ];

    private static readonly Action<IKernelBuilder, ResponsesEmulator>[] OnBuilders =
    [
        static (builder, emulator) => builder.AddResponsesWebSocketChatCompletion("m", emulator.ApiKey, httpClient: new HttpClient { BaseAddress = emulator.Endpoint }),
        static (builder, emulator) => builder.AddResponsesWebSocketChatCompletion("m", emulator.Endpoint, emulator.ApiKey),
        static (builder, emulator) => builder.AddResponsesWebSocketChatCompletion("m", options =>
            (options.Endpoint, options.ApiKey, options.Transport) = (emulator.Endpoint, emulator.ApiKey, ResponsesTransport.WebSocket)),
        static (builder, _) => builder.AddResponsesWebSocketChatCompletion(),
    ];

    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    public TransportSettingTests() => Environment.SetEnvironmentVariable(Variable, null);

    public static TheoryData<int, bool, string> Forms
    {
        get
        {
            var forms = new TheoryData<int, bool, string>();
            foreach (var form in Enumerable.Range(0, OnCollections.Length))
            {
                foreach (var onBuilder in new[] { false, true })
                {
                    forms.Add(form, onBuilder, "key");
                    forms.Add(form, onBuilder, "variable");
                }
            }

            return forms;
        }
    }

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, _before);

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task One_key_or_one_variable_sends_every_form_over_HTTP(int form, bool onBuilder, string by)
    {
        await using var emulator = await EmulatorAsync();
        await using var provider = Provider(emulator, form, onBuilder, by == "key" ? " http " : null);
        Environment.SetEnvironmentVariable(Variable, by == "variable" ? "Http" : null);

        (await AskAsync(provider)).Should().Be("one");

        emulator.Journal.Connections.Should().BeEmpty();
        emulator.Journal.Frames.Should().NotBeEmpty().And.OnlyContain(static frame => frame.Transport == "http");
    }

    [Theory]
    [InlineData("Http", "Auto", 1)]
    [InlineData("WebSocket", "Http", 0)]
    [InlineData("Http", "WebSocket", 1)]
    public async Task The_variable_wins_over_the_key_and_both_over_the_code(string key, string variable, int sockets)
    {
        Environment.SetEnvironmentVariable(Variable, variable);
        await using var emulator = await EmulatorAsync();
        await using var provider = Provider(emulator, form: 2, onBuilder: false, key);

        await AskAsync(provider);

        emulator.Journal.Connections.Should().HaveCount(sockets);
    }

    [Theory]
    [InlineData(Key, "Sse")]
    [InlineData(Key, "2")]
    [InlineData(Variable, "Auto, Http")]
    public async Task A_value_there_is_not_is_told_on_first_use_with_its_name_and_those_there_are(string name, string value)
    {
        await using var emulator = await EmulatorAsync();
        Environment.SetEnvironmentVariable(Variable, name == Variable ? value : null);
        await using var provider = Provider(emulator, form: 1, onBuilder: false, name == Key ? value : null);

        provider.Invoking(static services => services.GetRequiredService<IChatCompletionService>())
            .Should().Throw<InvalidOperationException>().WithMessage($"{name} is '{value}'; it must be Auto, WebSocket or Http.");
    }

    private static Task<ResponsesEmulator> EmulatorAsync() => ResponsesEmulator.StartAsync(new EmulatorOptions());

    private static ServiceProvider Provider(ResponsesEmulator emulator, int form, bool onBuilder, string? key)
    {
        var settings = new Dictionary<string, string?>
        {
            [Key] = key,
            ["ResponsesWebSocket:ModelId"] = "m",
            ["ResponsesWebSocket:ApiKey"] = emulator.ApiKey,
            ["ResponsesWebSocket:Endpoint"] = emulator.Endpoint.AbsoluteUri,
        };
        var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        if (onBuilder)
        {
            var builder = Kernel.CreateBuilder();
            OnBuilders[form](builder, emulator);
            foreach (var registered in builder.Services)
            {
                services.Add(registered);
            }
        }
        else
        {
            OnCollections[form](services, emulator);
        }

        return services.BuildServiceProvider();
    }

    private static async Task<string?> AskAsync(IServiceProvider services)
    {
        using var limit = TestTimeout.Start();
        return (await services.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync("say one", cancellationToken: limit.Token)).Content;
    }
}
