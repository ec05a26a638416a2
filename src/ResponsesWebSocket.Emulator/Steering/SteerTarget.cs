using System.Security.Cryptography;
using System.Text.Json;
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

/// <summary>One <c>response.steer</c> that was accepted.</summary>
/// <param name="Frame">The frame; later events about the steer quote it.</param>
/// <param name="Items">Its input as items.</param>
internal sealed record QueuedSteer(JsonElement Frame, IReadOnlyList<JsonElement> Items)
{
    public string Id { get; } = "steer_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
}

/// <summary>How a steered response can end so that its steers live on. All other ends fail them.</summary>
internal static class SteerEnd
{
    public const string Completed = "completed";
    public const string Steered = "steered";
}

/// <summary>Why a steer is refused, or lost after it was accepted.</summary>
internal sealed record SteerFailure(string Code, string Message)
{
    public static SteerFailure NotSupported { get; } = new(
        "steering_not_supported", "This response cannot be steered: its model or its mode does not support it.");

    public static SteerFailure AlreadyCompleted { get; } = new(
        "response_already_completed", "The response has completed. Continue it by a response.create.");

    public static SteerFailure NotActive { get; } = new("response_not_active", "The response has ended and takes no further input.");

    public static SteerFailure NotFound(string? id) => new("response_not_found", $"Response with id '{id}' not found on this connection.");

    public static SteerFailure TooMany(int limit) => new("too_many_pending_steers", $"The response has {limit} pending steers already.");

    public static SteerFailure InvalidInput(string message) => new("invalid_input", message);

    public static SteerFailure NoSuccessor(string reason) => new(
        "successor_creation_failed", $"The response that was to take the input could not be created: {reason}");
}
