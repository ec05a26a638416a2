using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.Sessions;

namespace ResponsesWebSocket.Client.Pool;

internal enum PooledSessionState
{
    /// <summary>It takes turns, as long as the session does.</summary>
    Serving,

    /// <summary>It takes no new turns and ends with those it has.</summary>
    Retired,

    /// <summary>It is to be closed.</summary>
    Done,
}

/// <summary>A session with the pool's books about its lanes. The pool's lock guards it.</summary>
internal sealed class PooledSession(Session session, EndpointCapabilities endpoint, TimeSpan maxAge)
{
    private readonly HashSet<Lane> _leased = [];
    private readonly HashSet<Lane> _stuck = [];
    private State<PooledSessionState> _state = new(PooledSessionState.Serving);

    public Session Session { get; } = session;

    public int InFlight => _leased.Count;

    public PooledSessionState State => _state.Current;

    /// <summary>
    /// Whether its end is near, so that conversations should begin elsewhere. By the clock, so that of sockets which grow old
    /// together none is taken for the successor of another.
    /// </summary>
    public bool IsAging => Session.Age >= AgingFrom(maxAge);

    /// <summary>Whether contexts may be brought here from a session that grows old: they would soon have to go on from one that is not young.</summary>
    public bool IsYoung => Session.Age < maxAge / 2;

    /// <summary>Whether it takes turns. The age is looked at here too: after a sleep of the machine no timer may have come in time.</summary>
    public bool IsUsable => State == PooledSessionState.Serving && Session.State == SessionState.Open && Session.Age < maxAge;

    public bool HasSlot => InFlight < Slots(endpoint) && IsUsable;

    /// <summary>The age from which on a session's successor is wanted.</summary>
    public static TimeSpan AgingFrom(TimeSpan maxAge) => maxAge * 0.8;

    public static int Slots(EndpointCapabilities endpoint) => endpoint.Lanes.Allowed ? endpoint.Profile.TurnsInFlight : 1;

    public bool IsIdle(Lane lane) => !_leased.Contains(lane) && MayUse(lane);

    public IEnumerable<Lane> IdleLanes => Session.Lanes.Where(IsIdle);

    /// <summary>Whether the socket still takes a new name. It does not when it has refused one: by its count there are enough.</summary>
    public bool TakesNames => endpoint.Lanes.Allowed && !Session.Lanes.Any(static lane => lane.State == LaneState.Refused) && Session.LaneNames < endpoint.Profile.LaneNames;

    public Lane? FreshLane() => TakesNames ? Session.AddLane() : null;

    public void Take(Lane lane) => _leased.Add(lane);

    public void Give(Lane lane)
    {
        _leased.Remove(lane);
        _stuck.Remove(lane);
    }

    /// <summary>It takes no more turns. May be said again, for another reason.</summary>
    public void Retire() => _state.TryChangeState(PooledSessionState.Serving, PooledSessionState.Retired);

    /// <summary>Ends it if it takes no new turns and nothing runs here any more but turns that nobody waits for and the service does not end.</summary>
    /// <returns>Whether it is to be closed now; true once.</returns>
    public bool TryFinish()
    {
        if (Session.State == SessionState.Degraded)
        {
            Retire();
        }

        return _leased.Count == _stuck.Count && _state.TryChangeState(PooledSessionState.Retired, PooledSessionState.Done);
    }

    /// <summary>The service does not end an abandoned turn: the socket is of no further use, the turns beside it may finish.</summary>
    public void MarkStuck(Lane lane)
    {
        _stuck.Add(lane);
        Retire();
    }

    /// <summary>
    /// While nothing proves that the service tells lanes apart, an event without a name must belong to one turn only: the default
    /// lane is not used beside a named one that was there first.
    /// </summary>
    private bool MayUse(Lane lane) => lane.StreamId is null
        ? endpoint.Lanes.Proven || _leased.All(static leased => leased.StreamId is null)
        : endpoint.Lanes.Allowed && lane.State != LaneState.Refused;
}
