namespace Benchmarks.Pool;

/// <summary>
/// The pool without a wire: lanes on sessions with slots, conversations that come back, and a rule for what is given up. Contexts
/// older than the lifetime go first. Everything follows from the seed.
/// </summary>
internal sealed class PoolModel(ModelLoad load, ModelRule rule, int lanesOfSession, int slots, bool waitsForHome, int seed = 1)
{
    private const int Sessions = 32;
    private const double Lifetime = 600;
    private const double End = 260;

    private readonly Random _random = new(seed);
    private readonly List<ModelLane> _lanes = [.. Enumerable.Range(0, Sessions * lanesOfSession).Select(n => new ModelLane(n / lanesOfSession))];
    private readonly int[] _inFlight = new int[Sessions];
    private readonly Dictionary<int, ModelLane> _homes = [];
    private readonly PriorityQueue<(int Conversation, int Turn, ModelLane? Ends), double> _events = new();
    private readonly LinkedList<(int Conversation, int Turn)> _line = [];
    private int _conversations;
    private int _turns;
    private int _continued;

    /// <summary>The share of turns after each conversation's first that find their context, in percent.</summary>
    public double Run()
    {
        for (; _conversations < load.Conversations; _conversations++)
        {
            var start = load.InTurn ? load.Start * _conversations / load.Conversations : load.Start * _random.NextDouble();
            _events.Enqueue((_conversations, 1, null), start);
        }

        for (var at = 0.0; load.Prompts > 0 && at < End; at += 1 / load.Prompts)
        {
            _events.Enqueue((-1, 0, null), at);
        }

        while (_events.TryDequeue(out var happens, out var now) && now <= End)
        {
            if (happens.Ends is { } lane)
            {
                (lane.IsBusy, lane.LastUsed) = (false, now);
                _inFlight[lane.Session]--;
                Serve(now);
                GoOn(happens.Conversation, happens.Turn, now);
            }
            else if (!TryBegin(happens.Conversation, happens.Turn, now))
            {
                _line.AddLast((happens.Conversation, happens.Turn));
            }
        }

        return 100.0 * _continued / _turns;
    }

    /// <summary>Its next turn, or that of the conversation in its place; a prompt has none.</summary>
    private void GoOn(int conversation, int turn, double now)
    {
        if (turn > 0)
        {
            var next = turn < load.Turns ? (conversation, turn + 1, (ModelLane?)null) : (_conversations++, 1, null);
            _events.Enqueue(next, now + load.Think(_random, turn));
        }
    }

    private void Serve(double now)
    {
        for (var place = _line.First; place is not null && _inFlight.Min() < slots;)
        {
            var next = place.Next;
            if (TryBegin(place.Value.Conversation, place.Value.Turn, now))
            {
                _line.Remove(place);
            }

            place = next;
        }
    }

    private bool TryBegin(int conversation, int turn, double now)
    {
        var home = _homes.GetValueOrDefault(conversation);
        var continues = home is not null && _inFlight[home.Session] < slots;
        if ((continues ? home : Place(home is not null && waitsForHome, now)) is not { } lane)
        {
            return false;
        }

        lane.Pause = continues ? Math.Max(now - lane.LastUsed, lane.Pause / 2 ?? 0) : null;
        if (!continues)
        {
            _homes.Remove(lane.Holds ?? -1);
            _homes.Remove(conversation);
            lane.HeldSince = now;
            lane.Holds = turn > 0 ? conversation : int.MaxValue;
            _ = turn > 0 && _homes.TryAdd(conversation, lane);
        }

        _turns += turn > 1 ? 1 : 0;
        _continued += turn > 1 && continues ? 1 : 0;
        lane.IsBusy = true;
        _inFlight[lane.Session]++;
        _events.Enqueue((conversation, turn, lane), now + (load.Longest * (1 + (2 * _random.NextDouble())) / 3));
        return true;
    }

    private ModelLane? Place(bool waits, double now)
    {
        var idle = _lanes.Where(lane => !lane.IsBusy && _inFlight[lane.Session] < slots).ToList();
        return idle.Where(static lane => lane.Holds is null).MinBy(lane => _inFlight[lane.Session])
            ?? idle.Where(lane => now - lane.LastUsed >= Lifetime).MinBy(static lane => lane.LastUsed)
            ?? (waits || idle.Count == 0 ? null : rule.Victim(idle, _random, now));
    }
}
