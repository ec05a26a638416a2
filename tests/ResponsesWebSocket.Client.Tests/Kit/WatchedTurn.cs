using System.Collections.Concurrent;

namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>A running turn whose events are read as they come, so that the test can steer it meanwhile.</summary>
internal sealed class WatchedTurn
{
    private readonly ConcurrentQueue<TurnEvent> _events = new();
    private readonly TaskCompletionSource _content = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Harness _harness;

    private WatchedTurn(Harness harness, TestHistory history, bool store, IReadOnlyList<TurnTool> tools, CancellationToken cancellationToken)
    {
        _harness = harness;
        Turn = harness.Client.Start(new() { Model = Harness.Model, Input = history.Copy().Items, Store = store, Tools = tools }, cancellationToken.CanBeCanceled ? cancellationToken : harness.Limit);
        Result = ReadAsync();
    }

    public RunningTurn Turn { get; }

    public Task<TurnResult> Result { get; }

    public IReadOnlyList<TurnEvent> Events => [.. _events];

    /// <summary>Every model of the emulator can be steered.</summary>
    public static Task<Harness> HarnessAsync(Action<ResponsesWebSocketOptions>? configure = null, Action<EmulatorOptions>? emulator = null, TimeProvider? time = null)
    {
        var options = new EmulatorOptions { CanSteer = static _ => true };
        emulator?.Invoke(options);
        return Harness.StartAsync(options, configure, time: time);
    }

    /// <summary>Begins a turn and waits until its first content has come and the service holds it.</summary>
    public static async Task<WatchedTurn> BeginAsync(Harness harness, TestHistory history, TurnBarrier held, bool store = false, IReadOnlyList<TurnTool>? tools = null, CancellationToken cancellationToken = default)
    {
        var turn = new WatchedTurn(harness, history, store, tools ?? [], cancellationToken);
        await held.Reached.WaitAsync(harness.Limit);
        await turn._content.Task.WaitAsync(harness.Limit);
        return turn;
    }

    /// <summary>Steers, and waits until the service has answered so many steers with that event.</summary>
    public async Task<Task<SteerOutcome>> SteerAsync(string text, string answer = "response.steer.accepted", int answers = 1)
    {
        var outcome = Turn.SteerAsync(text, _harness.Limit);
        await _harness.Journal.WaitUntilAsync(seen => seen.Frames.Count(frame => !frame.FromClient && frame.Type == answer) >= answers, _harness.Limit);
        return outcome;
    }

    private async Task<TurnResult> ReadAsync()
    {
        await foreach (var happened in Turn)
        {
            _events.Enqueue(happened);
            if (happened is OutputTextDeltaEvent or FunctionCallArgumentsDeltaEvent)
            {
                _content.TrySetResult();
            }

            if (happened is ResponseCompletedEvent completed)
            {
                return completed.Result;
            }
        }

        throw new InvalidOperationException("No result.");
    }
}
