namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>
/// How many sockets the service saw open at each moment, against the turns that were under way by then and the lanes that had been
/// used and may hold a context. A turn is under way as long
/// as its caller waits for it; one that its caller has left, and one that makes a context ready, until the service has ended it. A
/// socket counts from its upgrade until the service has said that it ends or is done with it; one that is closed in order, until its
/// last create: it is being replaced from then on.
/// </summary>
internal sealed class JournalSockets
{
    private const int NormalClosure = 1000;

    // The emulator writes the type first, so that the frames need not be parsed.
    private static readonly string[] Terminal =
        [.. new[] { "response.completed", "response.incomplete", "response.failed", "error" }.Select(static type => $"{{\"type\":\"{type}\"")];

    public JournalSockets(StressRun run, int slots, int lanes)
    {
        var changes = run.UnderWay.Select(static change => (change.At, Sockets: 0, Turns: change.Step, Lanes: 0))
            .Concat(TurnsNobodyWaitsFor(run))
            .Concat(run.Journal.Connections.SelectMany(Sockets(run.Journal)))
            // What ends and what begins at the same moment may have been the other way round.
            .OrderBy(static change => change.At).ThenBy(static change => change.Sockets).ThenByDescending(static change => change.Turns);
        var (open, turns, used) = (0, 0, 0);
        foreach (var change in changes)
        {
            (open, turns, used) = (open + change.Sockets, turns + change.Turns, used + change.Lanes);
            (MostSockets, MostTurns) = (Math.Max(MostSockets, open), Math.Max(MostTurns, turns));
            var needed = (MostTurns + slots - 1) / slots;
            if (open > needed + (used / lanes) + 1)
            {
                TooMany.Add($"{change.At:O}: {open} sockets, at most {MostTurns} turns until then, {used} lanes used");
            }
        }
    }

    /// <summary>The moments with more sockets than the most turns so far need and the contexts fill, and the one that was opened last.</summary>
    public List<string> TooMany { get; } = [];

    public int MostSockets { get; }

    public int MostTurns { get; }

    private static IEnumerable<(DateTimeOffset At, int Sockets, int Turns, int Lanes)> TurnsNobodyWaitsFor(StressRun run)
    {
        var closed = run.Journal.Connections.ToDictionary(static connection => connection.Id, static connection => connection.Closed);
        var creates = run.Journal.Frames.Where(static frame => frame is { FromClient: true, Turn: not null }).ToList();
        var signs = creates.ToLookup(static frame => frame.ConnectionId, static frame => frame.Time);
        var ends = run.Journal.Frames.Where(static frame => !frame.FromClient && Array.Exists(Terminal, start => frame.Text!.StartsWith(start, StringComparison.Ordinal))).ToLookup(static frame => frame.Turn, static frame => frame.Time);
        var asked = creates.GroupBy(static create => QuestionOf(create.Text!), StringComparer.Ordinal).ToDictionary(static same => same.Key, static same => same.Last(), StringComparer.Ordinal);
        var left = run.Left.Select(turn => (turn.At, Create: asked.GetValueOrDefault(turn.Question)));
        var preparing = creates.Where(static create => create.Text!.Contains("\"generate\":false")).Select(static create => (At: create.Time, Create: (JournalFrame?)create));
        foreach (var (at, create) in left.Concat(preparing))
        {
            if (create is not null && EndOf(create) is var end && end > at)
            {
                yield return (at, 0, 1, 0);
                yield return (end, 0, -1, 0);
            }
        }

        static string QuestionOf(string create)
        {
            var start = create.LastIndexOf("say ", StringComparison.Ordinal);
            return start < 0 ? "" : create[start..create.IndexOf('"', start)];
        }

        // That it has ended the client knows a moment later: by its next create on the socket at the latest.
        DateTimeOffset EndOf(JournalFrame create)
        {
            var over = closed.GetValueOrDefault(create.ConnectionId) ?? DateTimeOffset.MaxValue;
            var end = ends[create.Turn].DefaultIfEmpty(over).Min();
            return signs[create.ConnectionId].Where(sign => sign > end).DefaultIfEmpty(end).Min();
        }
    }

    private static Func<JournalConnection, IEnumerable<(DateTimeOffset At, int Sockets, int Turns, int Lanes)>> Sockets(Journal journal)
    {
        var saidToEnd = journal.Frames
            .Where(static frame => !frame.FromClient && StressFaults.EndCodes.Any(code => frame.Text!.Contains($"\"{code}\"")))
            .ToLookup(static frame => frame.ConnectionId, static frame => frame.Time);
        var creates = journal.Frames.Where(static frame => frame is { FromClient: true, Turn: not null }).ToLookup(static frame => frame.ConnectionId);
        return connection =>
        {
            var lanes = creates[connection.Id].GroupBy(static create => create.StreamId).Select(static lane => lane.Min(static create => create.Time)).ToList();
            var times = creates[connection.Id].Select(static create => create.Time);
            var end = new[]
            {
                connection.Closed ?? DateTimeOffset.MaxValue,
                saidToEnd[connection.Id].DefaultIfEmpty(DateTimeOffset.MaxValue).Min(),
                connection.CloseStatus == NormalClosure ? times.DefaultIfEmpty(connection.Opened).Max() : DateTimeOffset.MaxValue,
            }.Min();
            return lanes.Select(static at => (at, 0, 0, 1)).Prepend((connection.Opened, 1, 0, 0)).Append((end, -1, 0, -lanes.Count));
        };
    }
}
