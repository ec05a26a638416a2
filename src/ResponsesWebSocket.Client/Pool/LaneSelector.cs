using ResponsesWebSocket.Client.Sessions;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Pool;

/// <summary>
/// Which lane a turn gets: the wished one, one beside it, one that holds nothing or a context that is too old, and only when no
/// socket may be opened for it one whose context is still young. The pool's lock guards it.
/// </summary>
internal sealed class LaneSelector(List<PooledSession> sessions, Func<LaneKey, bool> isOccupied, EvictionPolicy eviction)
{
    /// <param name="preference">What the turn would like.</param>
    /// <param name="mayEvict">Whether a young context may be given up for it: no socket can be had instead.</param>
    /// <returns>Null when the turn has to wait for a turn to end or a session to open.</returns>
    public (PooledSession Session, Lane Lane)? Choose(in LanePreference preference, Func<bool> mayEvict)
    {
        var key = preference.Lane;
        var home = sessions.Find(session => session.Session.Number == key?.Session);
        if (home is { HasSlot: true } && Near(home, preference) is { } near)
        {
            return (home, near);
        }

        var roomy = sessions.Where(static session => session.HasSlot).OrderBy(static session => session.IsAging).ThenBy(static session => session.InFlight).ToList();
        foreach (var find in (ReadOnlySpan<Func<PooledSession, Lane?>>)[Unoccupied, Expired])
        {
            foreach (var session in roomy)
            {
                if (find(session) is { } lane)
                {
                    return (session, lane);
                }
            }
        }

        return (preference.MayMove || !IsKept(home, key)) && mayEvict() ? Victim(preference.AllowSibling && home is { HasSlot: true } ? [home] : roomy) : null;
    }

    /// <summary>Whether <see cref="ChooseOn"/> would find a lane.</summary>
    public bool HasRoom(PooledSession session) => session.HasSlot && (session.IdleLanes.Any(lane => !isOccupied(lane.Key)) || session.TakesNames);

    public Lane? ChooseOn(PooledSession session) => session.HasSlot ? Unoccupied(session) : null;

    private Lane? Near(PooledSession home, LanePreference preference) =>
        home.IdleLanes.FirstOrDefault(lane => lane.Key == preference.Lane) ?? (preference.AllowSibling ? Unoccupied(home) ?? Expired(home) : null);

    private Lane? Unoccupied(PooledSession session) => session.IdleLanes.FirstOrDefault(lane => !isOccupied(lane.Key)) ?? session.FreshLane();

    private Lane? Expired(PooledSession session) => eviction.Expired(session.IdleLanes);

    /// <summary>
    /// Whether the turn's own context is there and only all slots of its socket are taken. Moving would cost this context and
    /// another one; a slot costs a short wait.
    /// </summary>
    private static bool IsKept(PooledSession? home, LaneKey? key) => home is { IsUsable: true, HasSlot: false } && home.IdleLanes.Any(lane => lane.Key == key);

    private (PooledSession Session, Lane Lane)? Victim(List<PooledSession> among) =>
        eviction.Victim([.. among.SelectMany(static session => session.IdleLanes)]) is { } lane
            ? (among.Find(session => session.Session == lane.Session)!, lane)
            : null;
}
