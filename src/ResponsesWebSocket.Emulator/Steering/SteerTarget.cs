using ResponsesWebSocket.Emulator.Outputs;

namespace ResponsesWebSocket.Emulator.Steering;

/// <summary>A response as steers see it. Thread-safe: steers arrive while the response runs.</summary>
/// <param name="id">Id of the response.</param>
/// <param name="lane">Key of its lane.</param>
/// <param name="events">Its events; what is said about its steers is numbered among them.</param>
/// <param name="canBeSteered">Whether its model and its mode allow it.</param>
internal sealed class SteerTarget(string id, string lane, EventStream events, bool canBeSteered)
{
    private readonly Lock _gate = new();
    private readonly List<QueuedSteer> _pending = [];
    private string? _end;
    private bool _continued;

    public string Id => id;

    public string Lane => lane;

    public EventStream Events => events;

    /// <summary>Whether a create that continues the response is waiting already.</summary>
    public bool IsContinued
    {
        get
        {
            lock (_gate)
            {
                return _continued;
            }
        }
    }

    public bool HasEnded
    {
        get
        {
            lock (_gate)
            {
                return _end is not null;
            }
        }
    }

    public bool HasSteers
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count > 0;
            }
        }
    }

    /// <summary>Why the response takes no further steer; null when it does.</summary>
    public SteerFailure? Check(int limit)
    {
        lock (_gate)
        {
            return Check_NeedsLock(limit);
        }
    }

    /// <summary>Queues a steer unless there is a reason against it.</summary>
    public SteerFailure? Add(QueuedSteer steer, int limit)
    {
        lock (_gate)
        {
            var failure = Check_NeedsLock(limit);
            if (failure is null)
            {
                _pending.Add(steer);
            }

            return failure;
        }
    }

    public void NoteContinuation()
    {
        lock (_gate)
        {
            _continued = true;
        }
    }

    /// <summary>From now on the response takes no steer. The first call counts.</summary>
    public void End(string how)
    {
        lock (_gate)
        {
            _end ??= how;
        }
    }

    /// <summary>How the response ended, and the steers that it leaves.</summary>
    public (string? End, IReadOnlyList<QueuedSteer> Steers) Drain()
    {
        lock (_gate)
        {
            IReadOnlyList<QueuedSteer> left = [.. _pending];
            _pending.Clear();
            return (_end, left);
        }
    }

    private SteerFailure? Check_NeedsLock(int limit) =>
        !canBeSteered ? SteerFailure.NotSupported
        : _end == SteerEnd.Completed ? SteerFailure.AlreadyCompleted
        : _end is not null ? SteerFailure.NotActive
        : _pending.Count >= limit ? SteerFailure.TooMany(limit)
        : null;
}
