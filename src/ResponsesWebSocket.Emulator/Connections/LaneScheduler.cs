using ResponsesWebSocket.Emulator.Turns;

namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>Runs the turns of a connection: one at a time within a lane, in order; at most 16 at once over all lanes. What is more waits without
/// an error, and free slots go to the heads of lanes in the order in which their frames arrived.</summary>
/// <param name="run">Runs a turn.</param>
/// <param name="maximumBytes">How much may wait before there is no room for more.</param>
internal sealed class LaneScheduler(Func<Turn, Task> run, long maximumBytes)
{
    private const int Slots = 16;

    // What a waiting turn takes besides its frame's bytes.
    private const int Overhead = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<Turn>> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Turn, int> _heads = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _room;
    private long _waitingBytes;
    private bool _stopped;

    /// <summary>Whether a create for a lane can start at once, or fewer than so many wait.</summary>
    public bool HasRoom(string lane, int most)
    {
        lock (_gate)
        {
            var isFree = !_waiting.TryGetValue(lane, out var queue) || queue.Count == 0 && _ended.Contains(lane);
            return isFree && _running.Count - _ended.Count + _heads.Count < Slots || _heads.Count + _waiting.Sum(CountOf_NeedsLock) < most;
        }
    }

    /// <summary>The end of the turn that runs in a lane goes out, and no other one follows by itself: whoever has seen it may send the next
    /// create, which does not wait although the turn has not wound up.</summary>
    public void NoteEnd(string lane)
    {
        lock (_gate)
        {
            if (_running.Contains(lane))
            {
                _ended.Add(lane);
            }
        }
    }

    public void Enqueue(Turn turn)
    {
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _waitingBytes += Overhead + turn.Bytes;
            if (_waiting.TryGetValue(turn.Lane, out var queue))
            {
                queue.Enqueue(turn with { HasWaited = queue.Count > 0 || !_ended.Contains(turn.Lane) });
                return;
            }

            // An entry means that the lane has a head, waiting or running.
            _waiting[turn.Lane] = new();
            _heads.Enqueue(turn with { HasWaited = _running.Count >= Slots }, turn.Number);
            Pump_NeedsLock();
        }
    }

    /// <summary>Completes when little enough waits for more to come. Of what a stopped scheduler takes nothing waits.</summary>
    public Task RoomAsync()
    {
        lock (_gate)
        {
            return _stopped || _waitingBytes <= maximumBytes
                ? Task.CompletedTask
                : (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Drops what waits and completes when the last running turn has ended.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _stopped = true;
            _heads.Clear();
            _waiting.Clear();
            if (_running.Count == 0)
            {
                _idle.TrySetResult();
            }
        }

        return _idle.Task;
    }

    // What is next behind an end does not count as waiting.
    private int CountOf_NeedsLock(KeyValuePair<string, Queue<Turn>> lane) => Math.Max(0, lane.Value.Count - (_ended.Contains(lane.Key) ? 1 : 0));

    private void Pump_NeedsLock()
    {
        while (_running.Count < Slots && _heads.TryDequeue(out var turn, out _))
        {
            _running.Add(turn.Lane);
            _waitingBytes -= Overhead + turn.Bytes;
            _ = Task.Run(() => RunAsync(turn));
        }

        if (_waitingBytes <= maximumBytes)
        {
            _room?.TrySetResult();
            _room = null;
        }
    }

    private async Task RunAsync(Turn turn)
    {
        try
        {
            await run(turn).ConfigureAwait(false);
        }
        finally
        {
            Release(turn);
        }
    }

    private void Release(Turn turn)
    {
        lock (_gate)
        {
            _running.Remove(turn.Lane);
            _ended.Remove(turn.Lane);
            if (_stopped)
            {
                if (_running.Count == 0)
                {
                    _idle.TrySetResult();
                }

                return;
            }

            if (_waiting[turn.Lane].TryDequeue(out var next))
            {
                _heads.Enqueue(next, next.Number);
            }
            else
            {
                _waiting.Remove(turn.Lane);
            }

            Pump_NeedsLock();
        }
    }
}
