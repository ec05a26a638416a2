using System.Text.Json;
using ResponsesWebSocket.Emulator.Outputs;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Steering;

/// <summary>The steering of one connection: what can be steered, and what waits for a successor. Dies with the connection.</summary>
internal sealed class SteeringRegistry(EmulatorOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SteerTarget> _targets = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Lane, string ParentId), QueuedSteers> _waiting = [];
    private readonly Queue<SteerTarget> _oldest = new();

    // So long ago that a steer for it is as good as one for a response that never was. One that still runs is not forgotten.
    private const int Remembered = 1000;

    /// <summary>Answers a steer. Done when it arrives, since a response that is to be changed cannot be waited for.</summary>
    public async Task TakeAsync(JsonElement frame, IFrameSink sink, CancellationToken cancellationToken)
    {
        var target = Find(frame.Text("previous_response_id"));
        var (items, failure) = SteerInput.Read(frame);
        failure ??= target is null ? SteerFailure.NotFound(frame.Text("previous_response_id")) : target.Check(options.MaximumPendingSteers);
        if (failure is null && target is not null)
        {
            // Queued in the moment in which the event goes out: it can neither follow the target's end nor be sent in vain.
            var steer = new QueuedSteer(frame, items);
            await target.Events.SendIfAsync(
                SteerFrames.Accepted,
                writer => SteerFrames.WriteAccepted(writer, steer),
                () => (failure = target.Add(steer, options.MaximumPendingSteers)) is null).ConfigureAwait(false);
        }

        if (failure is { } refused)
        {
            await ((target is null
                ? sink.SendTextAsync(FailedWithoutTarget(frame, refused), null, null, cancellationToken)
                : target.Events.SendAsync(SteerFrames.Failed, writer => SteerFrames.WriteFailed(writer, frame, null, refused))).ConfigureAwait(false));
        }
    }

    /// <summary>A create has arrived; it may continue a response that still runs.</summary>
    public void NoteCreate(string lane, string? parentId)
    {
        if (Find(parentId) is { } target && target.Lane == lane)
        {
            target.NoteContinuation();
        }
    }

    /// <summary>A response begins. It has taken the steers that waited for a child of its parent; a warm-up hands them on to its own child.</summary>
    public void Open(SteerTarget target, string? parentId, bool generates)
    {
        lock (_gate)
        {
            _targets[target.Id] = target;
            _oldest.Enqueue(target);
            Forget_NeedsLock();
            if (parentId is not null && _waiting.Remove((target.Lane, parentId), out var steers) && !generates)
            {
                _waiting[(target.Lane, target.Id)] = steers;
            }
        }
    }

    /// <summary>Keeps steers for the next response of the lane with this parent.</summary>
    public void Keep(SteerTarget target, IReadOnlyList<QueuedSteer> steers)
    {
        lock (_gate)
        {
            _waiting[(target.Lane, target.Id)] = new(target, steers);
        }
    }

    public IReadOnlyList<QueuedSteer> WaitingFor(string lane, string parentId)
    {
        lock (_gate)
        {
            return _waiting.TryGetValue((lane, parentId), out var waiting) ? waiting.Steers : [];
        }
    }

    /// <summary>The response that was to take the waiting steers could not be created.</summary>
    public Task FailWaitingAsync(string lane, string parentId, SteerFailure failure)
    {
        QueuedSteers? waiting;
        lock (_gate)
        {
            _waiting.Remove((lane, parentId), out waiting);
        }

        return waiting is null ? Task.CompletedTask : FailAsync(waiting.Target, waiting.Steers, failure);
    }

    public static async Task FailAsync(SteerTarget target, IReadOnlyList<QueuedSteer> steers, SteerFailure failure)
    {
        foreach (var steer in steers)
        {
            await target.Events.SendAsync(SteerFrames.Failed, writer => SteerFrames.WriteFailed(writer, steer.Frame, steer.Id, failure)).ConfigureAwait(false);
        }
    }

    private void Forget_NeedsLock()
    {
        for (var tries = _oldest.Count; tries > 0 && _targets.Count > Remembered; tries--)
        {
            var target = _oldest.Dequeue();
            if (target.HasEnded)
            {
                _targets.Remove(target.Id);
                _waiting.Remove((target.Lane, target.Id));
            }
            else
            {
                _oldest.Enqueue(target);
            }
        }
    }

    private SteerTarget? Find(string? id)
    {
        lock (_gate)
        {
            return id is null ? null : _targets.GetValueOrDefault(id);
        }
    }

    // Every steering event has a number; where no response is, there is none to continue.
    private static string FailedWithoutTarget(JsonElement frame, SteerFailure failure) => JsonText.WriteObject(writer =>
    {
        writer.WriteString("type", SteerFrames.Failed);
        writer.WriteNumber("sequence_number", 0);
        SteerFrames.WriteFailed(writer, frame, null, failure);
    });

    private sealed record QueuedSteers(SteerTarget Target, IReadOnlyList<QueuedSteer> Steers);
}
