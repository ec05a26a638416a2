using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Sessions;

/// <summary>
/// The steers of one turn that the service has not dealt with. As long as there are any, the end of a response is not the end of
/// its turn: another response may follow unasked. Guarded by the lock of the turn.
/// </summary>
internal sealed class TurnSteers
{
    private readonly List<PendingSteer> _open = [];
    private readonly List<ConversationItem> _waiting = [];

    public bool AreOpen => _open.Count > 0;

    public bool AreAccepted => _open.Exists(static steer => steer.IsAccepted);

    /// <summary>What the service keeps for the turn that brings the results.</summary>
    public IReadOnlyList<ConversationItem> Waiting => [.. _waiting];

    public bool Concern(string? target) => _open.Exists(steer => steer.Target == target);

    public void Add(PendingSteer steer) => _open.Add(steer);

    /// <summary>A steer is known by its id from its acceptance on; until then the service answers in the order of sending.</summary>
    public void Answer(SteerReply answer)
    {
        var steer = answer.Kind != SteerReplyKind.Accepted && answer.Id is not null
            ? _open.Find(steer => steer.Id == answer.Id)
            : _open.Find(steer => !steer.IsAccepted && steer.Target == answer.Target);
        switch (answer.Kind)
        {
            case var _ when steer is null:
                break;
            case SteerReplyKind.Accepted:
                (steer.IsAccepted, steer.Id) = (true, answer.Id);
                break;
            case SteerReplyKind.Pending:
                _open.Remove(steer);
                _waiting.AddRange(steer.Messages);
                steer.Resolve(SteerStatus.WaitsForResults);
                break;
            default:
                _open.Remove(steer);
                steer.HandBack(answer.Message ?? "The service refused the steer.", answer.Code);
                break;
        }
    }

    /// <summary>The response that follows a steered one has begun: it takes all that was queued.</summary>
    public IReadOnlyList<ConversationItem> Apply()
    {
        var applied = _open.FindAll(static steer => steer.IsAccepted);
        applied.ForEach(static steer => steer.Resolve(SteerStatus.Applied));
        _open.RemoveAll(static steer => steer.IsAccepted);
        return [.. applied.SelectMany(static steer => steer.Messages)];
    }

    /// <summary>The caller has left the turn. What the service makes of the steers is nobody's, but the lane waits for it.</summary>
    public void Leave() => _open.ForEach(static steer => steer.HandBack("The turn was left."));

    /// <summary>The service will not deal with them any more.</summary>
    public void Drop(string reason)
    {
        _open.ForEach(steer => steer.HandBack(reason));
        _open.Clear();
    }
}
