using ResponsesWebSocket.Client.Connections;
using ResponsesWebSocket.Client.Protocol;

namespace ResponsesWebSocket.Client.Pooling;

/// <summary>
/// Which lane a turn gets: the wished one, one beside it, one that holds nothing, and only when no socket may be opened for it the
/// one unused for longest. The pool's lock guards it.
/// </summary>
internal sealed class LaneChoice(List<PooledSession> sessions, EndpointProfile profile, LaneSupport lanes, int maxSessions, Func<LaneKey, bool> isOccupied)
{
    // Without lanes, prompts that are never followed up would otherwise pay for a handshake each and leave a socket behind.
    private const int SessionsForNewConversations = 8;

    /// <summary>The sessions that count. One whose successor is on its way, or there, does not.</summary>
    public int Count => sessions.Count(static session => session is { IsUsable: true, IsAging: false });

    public int Slots => PooledSession.Slots(profile, lanes);

    /// <returns>Null when the turn has to wait for a turn to end or a session to open.</returns>
    public (PooledSession Session, Lane Lane)? Choose(in LaneWish wish, int opening)
    {
        if (wish.Lane is { } key && sessions.Find(session => session.Session.Number == key.Session) is { HasSlot: true } home)
        {
            var wished = home.IdleLanes.FirstOrDefault(lane => lane.Key == key);
            if ((wished ?? (wish.Beside ? Unoccupied(home) ?? LongestUnused([home]) : null)) is { } near)
            {
                return (home, near);
            }
        }

        foreach (var session in sessions.Where(static session => session.HasSlot).OrderBy(static session => session.IsAging).ThenBy(static session => session.InFlight))
        {
            if (Unoccupied(session) is { } lane)
            {
                return (session, lane);
            }
        }

        if (MayOpen(wish.IsNew, opening))
        {
            return null;
        }

        return LongestUnused(sessions.Where(static session => session.HasSlot)) is { } oldest
            ? (sessions.Find(session => session.Session == oldest.Session)!, oldest)
            : null;
    }

    /// <summary>Whether a turn that finds no lane without a context may have a socket opened for it.</summary>
    public bool MayOpen(bool isNew, int opening)
    {
        var count = opening + Count;
        if (count >= maxSessions)
        {
            return false;
        }

        // Contexts are worth one socket more than the turns in flight need; beyond that the oldest ones give way.
        var inFlight = sessions.Sum(static session => session.InFlight);
        return lanes.Allowed ? count <= (inFlight + Slots) / Slots : !isNew || count < SessionsForNewConversations;
    }

    /// <summary>Whether <see cref="ChooseOn"/> would find a lane.</summary>
    public bool HasRoom(PooledSession session) => session.HasSlot && (session.IdleLanes.Any(lane => !isOccupied(lane.Key)) || session.TakesNames);

    public Lane? ChooseOn(PooledSession session) => session.HasSlot ? Unoccupied(session) : null;

    private Lane? Unoccupied(PooledSession session) => session.IdleLanes.FirstOrDefault(lane => !isOccupied(lane.Key)) ?? session.FreshLane();

    private static Lane? LongestUnused(IEnumerable<PooledSession> among) => among.SelectMany(static session => session.IdleLanes).MinBy(static lane => lane.LastUsed);
}
