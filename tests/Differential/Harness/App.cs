using Differential.Observing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Differential.Harness;

/// <summary>
/// The world of one scenario: a server with a script, a kernel with the connector, and a record of all that the application can
/// observe. What a scenario does by itself it notes by <see cref="Note"/>.
/// </summary>
public sealed class App : IAsyncDisposable
{
    public const string Model = "gpt-6-astra";

    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(20), TimeProvider.System);
    private readonly List<IAsyncDisposable> _kernels = [];
    private readonly ReservedPort _port = new();
    private readonly RecordingModel _model = new();
    private readonly TelemetryRecorder _telemetry = new();
    private readonly List<string> _calls = [];
    private ResponsesEmulator? _emulator;

    internal App(Leg leg) => Connector = leg.Connector;

    /// <summary>For scenarios about registration: the line that is swapped.</summary>
    public Connector Connector { get; }

    /// <summary>Everything seen so far.</summary>
    public Observations Seen { get; } = new();

    /// <summary>Where the connector logs to. Information and above is compared, more where <see cref="LogLevel"/> is lower.</summary>
    public LogRecorder Logs { get; } = new();

    /// <summary>Set before the server is first used.</summary>
    public EmulatorOptions ServerOptions { get; set; } = new();

    /// <summary>Whether the connector tries again by itself where it usually does; off, so that an error is told at once.</summary>
    public bool Retries { get; set; }

    /// <summary>Whether requests that were sent are compared too: off where the number of tries is not the point.</summary>
    public bool ComparesRequests { get; set; } = true;

    public ResponsesEmulator Server => _emulator ??= StartServer();

    /// <summary>A kernel with the connector, made on first use. Others are made by <see cref="NewKernel"/>.</summary>
    public Kernel Kernel => field ??= NewKernel();

    public IChatCompletionService Service => Kernel.GetRequiredService<IChatCompletionService>();

    /// <summary>Ends a scenario that hangs.</summary>
    public CancellationToken Limit => _limit.Token;

    /// <summary>What the model answers, in order.</summary>
    public void Script(params ModelAnswer[] answers) => Array.ForEach(answers, answer => _model.Script.Then(answer));

    /// <summary>Answers as the script does from here on, made from what the model is told.</summary>
    public void Script(Func<ModelRequest, ModelAnswer> answer, int times = 1)
    {
        for (var time = 0; time < times; time++)
        {
            _model.Script.Then(answer);
        }
    }

    /// <summary>Waits inside the model until released or cancelled, before the next answer.</summary>
    public ModelGate HoldModel() => _model.Hold();

    /// <summary>Stops the server for good: the connector has noticed that its sockets have ended, and whoever connects later is refused.</summary>
    public async Task StopServerAsync()
    {
        var sockets = Server.OpenConnections;
        await Server.CloseConnectionsAsync(1001, cancellationToken: Limit);
        // The server may know of the end before the client does, and a socket that ends while it is asked is another scenario.
        await Logs.WaitForEndedSocketsAsync(sockets, Limit);
        await Server.DisposeAsync();
    }

    public Kernel NewKernel(Action<IKernelBuilder>? configure = null, string? serviceId = null, string modelId = Model)
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<ILoggerFactory>(Logs);
        Connector.Add(builder, modelId, Server.Endpoint, Server.ApiKey, serviceId, Retries);
        configure?.Invoke(builder);
        var kernel = builder.Build();
        if (kernel.Services is IAsyncDisposable owned)
        {
            _kernels.Add(owned);
        }

        return kernel;
    }

    /// <summary>Puts a function into the kernel as plugin <paramref name="plugin"/>, function F.</summary>
    public App With(string plugin, Delegate body) => With(plugin, KernelFunctionFactory.CreateFromMethod(body, "F"));

    public App With(string plugin, params KernelFunction[] functions)
    {
        Kernel.Plugins.AddFromFunctions(plugin, functions);
        return this;
    }

    public App With(IAutoFunctionInvocationFilter filter)
    {
        Kernel.AutoFunctionInvocationFilters.Add(filter);
        return this;
    }

    /// <summary>Notes each context that an auto-function filter is given, before and after the function.</summary>
    public App WatchFilters() => With(new WatchingFilter(Seen));

    public void Note(string name, object? value) => Seen.Add($"note.{name}", value);

    /// <summary>Runs what may throw, and notes what it throws.</summary>
    public async Task TryAsync(string name, Func<Task> action)
    {
        try
        {
            await action();
            Seen.Add($"{name}.threw", "nothing");
        }
        catch (Exception thrown) when (thrown is not ScenarioException)
        {
            ExceptionDump.Write(Seen, $"{name}.threw", thrown);
        }
    }

    /// <summary>Asks in either mode and notes answer, chunks, exception and history.</summary>
    public Task<ChatMessageContent?> AskAsync(ChatHistory history, bool streaming, PromptExecutionSettings? settings = null, CancellationToken? cancellationToken = null) =>
        streaming ? StreamAsync(history, settings, cancellationToken) : AskAsync(history, settings, cancellationToken);

    public Task<ChatMessageContent?> AskAsync(string text, PromptExecutionSettings? settings = null) => AskAsync(new ChatHistory(text, AuthorRole.User), settings);

    /// <returns>The answer; null when there was an exception.</returns>
    public async Task<ChatMessageContent?> AskAsync(ChatHistory history, PromptExecutionSettings? settings = null, CancellationToken? cancellationToken = null, Kernel? kernel = null)
    {
        var call = NextCall("ask");
        ChatMessageContent? answer = null;
        await TryAsync(call, async () =>
        {
            var answers = await (kernel ?? Kernel).GetRequiredService<IChatCompletionService>()
                .GetChatMessageContentsAsync(history, settings, kernel ?? Kernel, cancellationToken ?? Limit);
            Seen.Add($"{call}.count", answers.Count);
            answer = answers[0];
            MessageDump.Write(Seen, $"{call}.answer", answer);
            Seen.Add($"{call}.isLastOfHistory", history.Count > 0 && ReferenceEquals(answer, history[^1]));
        });
        MessageDump.Write(Seen, $"{call}.history", history);
        return answer;
    }

    /// <returns>A message with the whole text; null when there was an exception.</returns>
    public async Task<ChatMessageContent?> StreamAsync(ChatHistory history, PromptExecutionSettings? settings = null, CancellationToken? cancellationToken = null, Kernel? kernel = null)
    {
        var call = NextCall("stream");
        var chunks = new List<StreamingChatMessageContent>();
        var ended = false;
        await TryAsync(call, async () =>
        {
            await foreach (var chunk in (kernel ?? Kernel).GetRequiredService<IChatCompletionService>()
                .GetStreamingChatMessageContentsAsync(history, settings, kernel ?? Kernel, cancellationToken ?? Limit))
            {
                chunks.Add(chunk);
            }

            ended = true;
        });
        ChunkDump.Write(Seen, call, chunks);
        MessageDump.Write(Seen, $"{call}.history", history);
        return ended ? new(AuthorRole.Assistant, string.Concat(chunks.Select(static chunk => chunk.Content))) : null;
    }

    /// <summary>Notes what is left to note when the application has ended.</summary>
    internal void End()
    {
        if (ComparesRequests)
        {
            ToldDump.Write(Seen, _model.Told);
        }

        Logs.Write(Seen);
        _telemetry.Write(Seen);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var kernel in _kernels)
        {
            await kernel.DisposeAsync();
        }

        _telemetry.Dispose();
        if (_emulator is not null)
        {
            await _emulator.DisposeAsync();
        }

        Logs.Dispose();
        _port.Dispose();
        _limit.Dispose();
    }

    private string NextCall(string kind)
    {
        _calls.Add(kind);
        return $"{kind}[{_calls.Count(known => known == kind) - 1}]";
    }

    private ResponsesEmulator StartServer() => ResponsesEmulator.StartAsync(new EmulatorOptions
    {
        Port = _port.Number,
        Model = ServerOptions.Model is DirectiveModel ? _model : ServerOptions.Model,
        ApiKey = ServerOptions.ApiKey,
        FaultPlan = ServerOptions.FaultPlan,
        Behavior = ServerOptions.Behavior,
        RefuseUpgrade = ServerOptions.RefuseUpgrade,
    }).GetAwaiter().GetResult();
}
