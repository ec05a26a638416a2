using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Connectors.ResponsesWebSocket.Tests.Clients;

/// <summary>Services that share a client keep their own loggers and callbacks.</summary>
public sealed class CallersTests : IAsyncLifetime, IDisposable
{
    private readonly CancellationTokenSource _limit = TestTimeout.Start();
    private readonly ManualTime _clock = new();
    private ResponsesEmulator _emulator = null!;

    public async Task InitializeAsync() =>
        _emulator = await ResponsesEmulator.StartAsync(new EmulatorOptions { Model = Answers.Script([.. Enumerable.Repeat(Answers.Text("ok"), 40)]) });

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task Each_hears_of_its_own_turns_alone()
    {
        var (ann, ben) = (new Application(this), new Application(this));
        ann.Service.Client.Should().BeSameAs(ben.Service.Client);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => (n % 2 == 0 ? ann : ben).AskAsync(_limit.Token)));

        foreach (var (self, other) in new[] { (ann, ben), (ben, ann) })
        {
            self.Heard.Should().BeEquivalentTo(self.Asked);
            self.Log.Records.Count(static line => line.Text().StartsWith("Prompt tokens", StringComparison.Ordinal)).Should().Be(10);
            self.Log.Records.Should().Contain(line => line.Category!.StartsWith("ResponsesWebSocket.Client", StringComparison.Ordinal));
            self.Log.Records.Should().NotContain(line => other.Asked.Any(id => line.Text().Contains(id, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_logger_and_a_callback_are_not_kept_alive_by_the_client_that_others_go_on_using()
    {
        var stays = new Application(this);
        var gone = await AskOnceAsync();
        await stays.AskAsync(_limit.Token);

        while (gone.IsAlive)
        {
            _limit.Token.ThrowIfCancellationRequested();
            await Task.Run(Collect, _limit.Token);
        }

        GC.KeepAlive(stays);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> AskOnceAsync()
    {
        var application = new Application(this);
        await application.AskAsync(_limit.Token);
        return new WeakReference(application);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private sealed class Application
    {
        public Application(CallersTests test) => Service = new(
            "m",
            new ResponsesWebSocketOptions { Endpoint = test._emulator.Endpoint, ApiKey = test._emulator.ApiKey, TurnCompleted = report => Heard.Enqueue(report.ResponseId!) },
            Log,
            test._clock);

        public ResponsesWebSocketChatCompletionService Service { get; }

        public CapturedLogs Log { get; } = new();

        public ConcurrentQueue<string> Heard { get; } = new();

        public ConcurrentQueue<string> Asked { get; } = new();

        public async Task AskAsync(CancellationToken limit) =>
            Asked.Enqueue((string)(await Service.GetChatMessageContentAsync("hi", cancellationToken: limit)).Metadata!["Id"]!);
    }
}
