using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.TextGeneration;

namespace Connectors.ResponsesWebSocket.Tests.Kit;

/// <summary>A server, a service that talks to it, and a kernel that holds the service. One per test.</summary>
internal sealed class Harness : IAsyncDisposable
{
    public const string Model = "gpt-6-astra";

    /// <summary>
    /// What the service under test uses. The suite is compiled a second time for HTTP, which shows that an application cannot tell the
    /// two apart; classes about sockets are left out there.
    /// </summary>
#if OVER_HTTP
    public const ResponsesTransport Transport = ResponsesTransport.Http;
#else
    public const ResponsesTransport Transport = ResponsesTransport.Auto;
#endif

    private readonly CancellationTokenSource _limit = TestTimeout.Start();
    private readonly ConcurrentQueue<TurnReport> _reports = new();

    private Harness(ResponsesEmulator emulator, Action<ResponsesWebSocketOptions>? configure, ILoggerFactory? loggerFactory)
    {
        Emulator = emulator;
        var options = new ResponsesWebSocketOptions { Endpoint = emulator.Endpoint, ApiKey = emulator.ApiKey, TurnCompleted = _reports.Enqueue, Transport = Transport };
        configure?.Invoke(options);
        Service = new ResponsesWebSocketChatCompletionService(Model, options, loggerFactory, new OwnClock());
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<IChatCompletionService>(Service);
        builder.Services.AddSingleton<ITextGenerationService>(Service);
        Kernel = builder.Build();
    }

    public ResponsesEmulator Emulator { get; }

    public ResponsesWebSocketChatCompletionService Service { get; }

    public Kernel Kernel { get; }

    /// <summary>Ends every wait of the test. It only matters when something hangs.</summary>
    public CancellationToken Limit => _limit.Token;

    /// <summary>One per completed turn, in order.</summary>
    public IReadOnlyList<TurnReport> Reports => [.. _reports];

    /// <summary>How each turn was sent and why; what differs inside an edited item is the client's own test.</summary>
    public IReadOnlyList<TurnPlan> Plans => [.. _reports.Select(static report => report.Plan with { DiffPath = null })];

    /// <summary>Every request for a response that the server received, in order: frames, or bodies where the suite runs over HTTP.</summary>
    public IReadOnlyList<JsonElement> Creates =>
        [.. Emulator.Journal.Frames
            .Where(static frame => frame.FromClient && (frame.Type == "response.create" || frame.Route == "POST /v1/responses"))
            .Select(static frame => frame.Json!.Value)];

    public JsonElement LastCreate => Creates[^1];

    /// <summary>
    /// What the last request brings that the conversation before it had not: all of it where only that is sent, and over HTTP what
    /// stands behind the earlier context and its answer.
    /// </summary>
    public IReadOnlyList<JsonElement> LastNew
    {
        get
        {
            if (!OverHttp)
            {
                return LastCreate.Input();
            }

            // Reasoning of an answer is not always sent again.
            var before = Emulator.Journal.Responses[^2];
            var known = before.Context.Concat(before.Output).Count(IsNoReasoning);
            return [.. LastCreate.Input().Where(IsNoReasoning).Skip(known)];
        }
    }

    /// <summary>The field that only one of the two transports has.</summary>
    public static string Envelope => OverHttp ? "stream" : "type";

    public static bool OverHttp => Transport == ResponsesTransport.Http;

    /// <summary>How a conversation goes on that nobody has touched: by what is new, where the transport has a memory.</summary>
    public static PlanKind Continued => OverHttp ? PlanKind.Replay : PlanKind.Continue;

    public static ResponsesWebSocketPromptExecutionSettings Auto => new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

    public static ResponsesWebSocketPromptExecutionSettings Manual => new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(autoInvoke: false) };

    public static ResponsesWebSocketPromptExecutionSettings Concurrent =>
        new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: new() { AllowConcurrentInvocation = true }) };

    public static Task<Harness> StartAsync(params ModelAnswer[] answers) => StartAsync(Answers.Script(answers));

    public static Task<Harness> StartAsync(IEmulatedModel model, Action<ResponsesWebSocketOptions>? configure = null, ILoggerFactory? loggerFactory = null) =>
        StartAsync(new EmulatorOptions { Model = model }, configure, loggerFactory);

    public static async Task<Harness> StartAsync(EmulatorOptions options, Action<ResponsesWebSocketOptions>? configure = null, ILoggerFactory? loggerFactory = null) =>
        new(await ResponsesEmulator.StartAsync(options), configure, loggerFactory);

    public static KernelFunction Function(string name, Delegate body) => KernelFunctionFactory.CreateFromMethod(body, name);

    /// <summary>Puts a function into the kernel as plugin <paramref name="plugin"/>, function F.</summary>
    public Harness With(string plugin, Delegate body) => With(plugin, Function("F", body));

    public Harness With(string plugin, params KernelFunction[] functions)
    {
        Kernel.Plugins.AddFromFunctions(plugin, functions);
        return this;
    }

    public Harness With(IAutoFunctionInvocationFilter filter)
    {
        Kernel.AutoFunctionInvocationFilters.Add(filter);
        return this;
    }

    public Task<ChatMessageContent> AskAsync(ChatHistory history, PromptExecutionSettings? settings = null) =>
        Service.GetChatMessageContentAsync(history, settings, Kernel, Limit);

    public Task<ChatMessageContent> AskAsync(string text, PromptExecutionSettings? settings = null) => AskAsync(Said(text), settings);

    public async Task<IReadOnlyList<StreamingChatMessageContent>> StreamAsync(ChatHistory history, PromptExecutionSettings? settings = null)
    {
        var chunks = new List<StreamingChatMessageContent>();
        await foreach (var chunk in Service.GetStreamingChatMessageContentsAsync(history, settings, Kernel, Limit))
        {
            chunks.Add(chunk);
        }

        return chunks;
    }

    /// <summary>The text of the answer in either mode.</summary>
    public async Task<string?> AnswerAsync(ChatHistory history, bool streaming, PromptExecutionSettings? settings = null) => streaming
        ? string.Concat((await StreamAsync(history, settings)).Select(static chunk => chunk.Content))
        : (await AskAsync(history, settings)).Content;

    public static ChatHistory Said(string text) => new(text, AuthorRole.User);

    private static bool IsNoReasoning(JsonElement item) => !item.Has("type") || item.Text("type") != "reasoning";

    /// <summary>Ends the client under the service.</summary>
    public async Task EndSocketsAsync()
    {
        var client = Service.Client;
        Service.Release();
        await client.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await EndSocketsAsync();
        await Emulator.DisposeAsync();
        _limit.Dispose();
    }

    /// <summary>The system's clock. With one of its own, no other service shares the client, even on a port that was another server's a moment ago.</summary>
    private sealed class OwnClock : TimeProvider;
}
