using ResponsesWebSocket.Client.Sessions;

namespace ResponsesWebSocket.Client.Pool;

/// <summary>
/// Which context is given up for another conversation. Age decides as long as a socket may be opened; past the capacity the one
/// that is least likely to be wanted soon, as the model of <c>bench -- pool model</c> has it. The pool's lock guards it.
/// </summary>
internal sealed class EvictionPolicy(TimeSpan lifetime, TimeProvider time)
{
    // A conversation that is quiet for so many times its last pause has left its rhythm: an agent that is done, a person who went away.
    private const int PausesOfSilence = 4;

    // Those that came last compete for this part of the lanes, so that the others keep theirs: any order of use over all lanes
    // would, in a cyclic load, give up each context just before it is wanted.
    private const int PartForNewcomers = 16;

    /// <summary>A lane is taken: by the conversation that holds it, or by another one.</summary>
    public void Take(Lane lane, bool isHolder)
    {
        var now = time.GetTimestamp();
        var pause = time.GetElapsedTime(lane.LastUsed, now);
        // A long pause is remembered for some turns: tools take their time now and then.
        lane.Pause = !isHolder ? null : lane.Pause / 2 > pause ? lane.Pause / 2 : pause;
        lane.HeldSince = isHolder ? lane.HeldSince : now;
    }

    /// <summary>Of the contexts that have reached the age at which they may be given up, the one unused for longest.</summary>
    public Lane? Expired(IEnumerable<Lane> lanes)
    {
        var now = time.GetTimestamp();
        return lifetime == Timeout.InfiniteTimeSpan ? null : lanes.Where(lane => time.GetElapsedTime(lane.LastUsed, now) >= lifetime).MinBy(static lane => lane.LastUsed);
    }

    /// <summary>The context that is given up when all are too young for it and no socket may be opened.</summary>
    public Lane? Victim(IReadOnlyCollection<Lane> lanes)
    {
        var now = time.GetTimestamp();
        return lanes.Where(lane => lane.Pause is { } pause && time.GetElapsedTime(lane.LastUsed, now) > pause * PausesOfSilence).MinBy(static lane => lane.LastUsed)
            ?? lanes.OrderByDescending(static lane => lane.HeldSince).Take(Math.Max(1, lanes.Count / PartForNewcomers)).MinBy(static lane => lane.LastUsed);
    }
}
