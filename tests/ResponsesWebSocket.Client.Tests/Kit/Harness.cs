using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>An emulator, a client that talks to it over a real socket, and the reports of all completed turns.</summary>
internal sealed class Harness : IAsyncDisposable
{
    public const string Model = "test-model";

    private const int SmallFrame = 4096;

    private readonly CancellationTokenSource _limit = TestTimeout.Start();
    private readonly ConcurrentQueue<TurnReport> _reports = new();

    private Harness(ResponsesEmulator emulator) => Emulator = emulator;

    public ResponsesEmulator Emulator { get; }

    public ResponsesWebSocketClient Client { get; private set; } = null!;

    public Journal Journal => Emulator.Journal;

    public FaultHooks Faults => Emulator.Faults;

    public IReadOnlyList<TurnReport> Reports => [.. _reports];

    public CancellationToken Limit => _limit.Token;

    /// <summary>Answers by script.</summary>
    public static Task<Harness> StartAsync(params ModelAnswer[] answers) =>
        StartAsync(new EmulatorOptions { Model = Script.Of(answers) });

    /// <summary>Answers by what the user's text says: the emulator's directive model.</summary>
    public static Task<Harness> StartTalkingAsync(Action<ResponsesWebSocketOptions>? configure = null) => StartAsync(new EmulatorOptions(), configure);

    public static async Task<Harness> StartAsync(
        EmulatorOptions emulator,
        Action<ResponsesWebSocketOptions>? configure = null,
        ILoggerFactory? logs = null,
        TimeProvider? time = null)
    {
        var harness = new Harness(await ResponsesEmulator.StartAsync(emulator));
        harness.Client = harness.AnotherClient(configure, logs, time);
        return harness;
    }

    public ResponsesWebSocketClient AnotherClient(Action<ResponsesWebSocketOptions>? configure = null, ILoggerFactory? logs = null, TimeProvider? time = null)
    {
        var options = new ResponsesWebSocketOptions { Endpoint = Emulator.Endpoint, ApiKey = Emulator.ApiKey, TurnCompleted = _reports.Enqueue };
        configure?.Invoke(options);
        return new(options, logs, time);
    }

    public static TurnRequest Request(TestHistory history) => new() { Model = Model, Input = [.. history.Items] };

    /// <summary>Makes a turn, and checks that the service saw the caller's history.</summary>
    public async Task<TurnResult> TurnAsync(TestHistory history)
    {
        var sent = history.Copy();
        var result = await Client.CreateAsync(Request(sent), Limit);
        Journal.ShouldHaveSeen(result.Id, sent.Items);
        return result;
    }

    /// <summary>Makes a turn and appends the answer in the mapped form.</summary>
    public async Task<TurnResult> SayAsync(TestHistory history, string text)
    {
        var result = await TurnAsync(history.User(text));
        history.Mapped(result);
        return result;
    }

    /// <summary>A turn that is left to run while the test does something else.</summary>
    public Task<TurnResult> BeginAsync(TestHistory history, CancellationToken cancellationToken = default) =>
        Client.CreateAsync(Request(history.Copy()), cancellationToken.CanBeCanceled ? cancellationToken : Limit);

    public IAsyncEnumerator<TurnEvent> Stream(TestHistory history, CancellationToken cancellationToken = default) =>
        Client.StreamAsync(Request(history.Copy()), cancellationToken.CanBeCanceled ? cancellationToken : Limit).GetAsyncEnumerator(CancellationToken.None);

    /// <summary>
    /// Waits until the one lane there is has been given back, and leaves it as it is: a turn too large to be sent queues for it
    /// like any other. Needs <see cref="OneSmallLane"/>.
    /// </summary>
    public async Task WaitForTheLaneAsync()
    {
        var tooLarge = () => Client.CreateAsync(Request(TestHistory.Asking(new string('x', SmallFrame))), Limit);
        await tooLarge.Should().ThrowAsync<RequestTooLargeException>();
    }

    /// <summary>As with services that have no lanes: a conversation needs a socket of its own.</summary>
    public static void WithoutLanes(ResponsesWebSocketOptions options) => options.Profile = EndpointProfile.Azure;

    /// <summary>One turn at a time.</summary>
    public static void OneLane(ResponsesWebSocketOptions options)
    {
        WithoutLanes(options);
        options.MaxSessions = 1;
    }

    public static void OneSmallLane(ResponsesWebSocketOptions options)
    {
        OneLane(options);
        options.Transport = ResponsesTransport.WebSocket;
        options.MaxFrameBytes = SmallFrame;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Emulator.DisposeAsync();
        _limit.Dispose();
    }
}
