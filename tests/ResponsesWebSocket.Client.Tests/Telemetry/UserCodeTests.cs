using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ResponsesWebSocket.Client.Tests.Telemetry;

/// <summary>
/// Code of the application runs under no lock of the pool, of a session or of a turn: wherever it is called, it may wait for another thread that
/// needs those locks.
/// </summary>
public sealed class UserCodeTests : IDisposable
{
    private const string Key = "test-key";
    private const int TurnPlanned = 10;
    private const int TurnCompleted = 11;
    private const int TurnSent = 14;

    private readonly CancellationTokenSource _limit = TestTimeout.Start();
    private readonly ConcurrentQueue<string> _called = new();
    private readonly ConcurrentQueue<string> _stuck = new();
    private ResponsesWebSocketClient? _client;
    private int _turns;

    public void Dispose() => _limit.Dispose();

    [Theory]
    [InlineData(ResponsesTransport.Auto)]
    [InlineData(ResponsesTransport.Http)]
    public async Task A_logger_a_token_and_a_report_may_wait_for_statistics_and_turns_of_another_thread(ResponsesTransport transport)
    {
        using var hook = new CapturedLogs(id => Use($"event {id}", withTurn: id is TurnPlanned or TurnCompleted or TurnSent));
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), options =>
        {
            options.Transport = transport;
            options.ApiKey = null;
            options.TurnCompleted = _ => Use("report", withTurn: true);
            // A socket's token is waited for by the turns that wait for the socket.
            options.AccessToken = _ => new(Use("token", withTurn: transport == ResponsesTransport.Http));
        }, hook);

        await LiveAsync(harness);
        await harness.Client.DisposeAsync().AsTask().WaitAsync(harness.Limit);

        _called.Should().Contain(["report", "token", $"event {TurnPlanned}", $"event {TurnCompleted}"]);
        _stuck.Should().BeEmpty("no lock may be held while the application is called");
    }

    [Fact]
    public async Task A_listener_to_the_meter_may_wait_for_statistics_and_turns_of_another_thread()
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var meters = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == ResponsesWebSocketDiagnostics.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Measure(instrument, tags));
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Measure(instrument, tags));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Measure(instrument, tags));
        meters.Start();

        await LiveAsync(harness);
        meters.RecordObservableInstruments();
        await harness.Client.DisposeAsync().AsTask().WaitAsync(harness.Limit);

        _called.Should().Contain(["responses_websocket.turns", "responses_websocket.handshake.duration", "responses_websocket.session.age", "responses_websocket.sessions.open"]);
        _stuck.Should().BeEmpty("no lock may be held while the application is called");

        void Measure(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            // Tests run side by side in one process.
            if (tags.Contains(new("server.port", harness.Emulator.Endpoint.Port)))
            {
                // A socket that opens or ends is measured in its own flow, for which the turns of the pool wait.
                Use(instrument.Name, withTurn: !instrument.Name.Contains("handshake") && !instrument.Name.Contains("session"));
            }
        }
    }

    [Fact]
    public async Task Who_reads_a_turn_or_hears_of_a_steer_may_wait_for_another_thread_that_steers_the_same_turn()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        _client = harness.Client;
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.done");
        var turn = harness.Client.Start(Harness.Request(TestHistory.Asking("say one")), harness.Limit);
        var steers = new List<Task<SteerOutcome>>();
        var heard = Task.CompletedTask;
        await foreach (var happened in turn)
        {
            Use(happened.GetType().Name, withTurn: false);
            if (happened is OutputTextDeltaEvent && steers.Count == 0)
            {
                // Steering begins under the turn's lock on the other thread.
                steers.Add(Wait(() => turn.SteerAsync("say two", harness.Limit)));
                heard = HearAsync(steers[0]);
                await harness.Journal.WaitUntilAsync(static seen => seen.Frames.Any(static frame => frame.Type == "response.steer.accepted"), harness.Limit);
                held.Release();
            }
        }

        await heard.WaitAsync(harness.Limit);
        (await steers[0]).Status.Should().Be(SteerStatus.Applied);
        _stuck.Should().BeEmpty("no lock may be held while the application is called");

        async Task HearAsync(Task<SteerOutcome> outcome)
        {
            // Goes on wherever the outcome is told.
            await outcome.ConfigureAwait(ConfigureAwaitOptions.None);
            _ = Wait(() => turn.SteerAsync("too late, or not", harness.Limit));
            Use("outcome", withTurn: true);
        }

        T Wait<T>(Func<T> work)
        {
            var there = Task.Run(work, CancellationToken.None);
            there.Wait(harness.Limit);
            return there.Result;
        }
    }

    /// <summary>A life with all that has news for the application: turns that continue, fork, are refused, left and lost; sockets that open and break.</summary>
    private async Task LiveAsync(Harness harness)
    {
        _client = harness.Client;
        var history = TestHistory.Of("Be brief.", "say one");
        history.Mapped(await harness.TurnAsync(history));
        await Task.WhenAll(harness.TurnAsync(history.Copy().User("say two")), harness.TurnAsync(history.Copy().User("say three")));
        harness.Faults.FailTurn(harness.Journal.Responses.Count + 1, EmulatedErrors.ServerError);
        await harness.SayAsync(history, "say four");
        using (var leaving = CancellationTokenSource.CreateLinkedTokenSource(harness.Limit))
        {
            var left = harness.Stream(TestHistory.Asking("say five"), leaving.Token);
            await left.MoveNextAsync();
            await left.DisposeAsync();
        }

        harness.Emulator.DropConnections();
        await harness.SayAsync(history, "say six");
        await harness.Client.PrewarmAsync(Harness.Request(TestHistory.Asking("say seven")), harness.Limit);
    }

    /// <summary>What an application may do wherever it is called: have another thread use the client, and wait for it.</summary>
    /// <returns>The emulator's key.</returns>
    private string Use(string where, bool withTurn)
    {
        _called.Enqueue(where);
        if (_client is not { } client)
        {
            return Key;
        }

        // A turn that it begins calls it again, which begins no other one.
        var isFirst = withTurn && Interlocked.CompareExchange(ref _turns, 1, 0) == 0;
        var work = Task.Run(async () =>
        {
            client.GetStatistics();
            if (isFirst && !client.IsDisposed)
            {
                try
                {
                    await client.CreateAsync(Harness.Request(TestHistory.Asking($"say {where}")), _limit.Token).ConfigureAwait(false);
                }
                catch (Exception cause) when (cause is ResponsesWebSocketException or ObjectDisposedException)
                {
                    // Failed by a fault, or by the end of the client: it did not hang.
                }
                finally
                {
                    Volatile.Write(ref _turns, 0);
                }
            }
        });
        try
        {
            work.Wait(_limit.Token);
        }
        catch (OperationCanceledException)
        {
            _stuck.Enqueue(where);
        }

        return Key;
    }
}
