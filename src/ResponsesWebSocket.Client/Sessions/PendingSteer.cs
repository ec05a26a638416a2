using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Sessions;

/// <summary>One steer on its way. Guarded by the lock of its turn.</summary>
internal sealed class PendingSteer(IReadOnlyList<ConversationItem> messages)
{
    // Asynchronous continuations: the caller must not run on the read loop.
    private readonly TaskCompletionSource<SteerOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<ConversationItem> Messages => messages;

    /// <summary>Told the size of its frame just before that goes out: the response may end before the write returns.</summary>
    public Action<int>? Sending { get; init; }

    /// <summary>The response it is for, once it is about to be sent.</summary>
    public string? Target { get; set; }

    /// <summary>Whether the service has queued it.</summary>
    public bool IsAccepted { get; set; }

    /// <summary>The service's name for it, once it is queued.</summary>
    public string? Id { get; set; }

    public Task<SteerOutcome> Outcome => _outcome.Task;

    /// <summary>The frame, which goes out now.</summary>
    public ReadOnlyMemory<byte> ToFrame()
    {
        var frame = SteerReply.Write(Target!, messages);
        Sending?.Invoke(frame.Length);
        return frame;
    }

    /// <summary>The first word counts.</summary>
    public void Resolve(SteerStatus status) => _outcome.TrySetResult(new(status, messages));

    public void HandBack(string reason, string? code = null) => _outcome.TrySetResult(new(SteerStatus.NotDelivered, messages, code, reason));
}
