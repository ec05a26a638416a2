namespace ResponsesWebSocket.Client.Telemetry;

/// <summary>The sums of <see cref="ClientStatistics"/>. Any number of turns may add to them at once.</summary>
internal sealed class TurnTotals
{
    private readonly long[] _byPlan = new long[Enum.GetValues<PlanKind>().Length];
    private long _opened;
    private long _lost;
    private long _begun;
    private long _completed;
    private long _failed;
    private long _left;
    private long _bytesSent;
    private long _bytesFull;
    private long _bytesPrepared;
    private long _retries;

    public void SessionOpened() => Interlocked.Increment(ref _opened);

    public void SessionEnded(bool isLost) => Interlocked.Add(ref _lost, isLost ? 1 : 0);

    public void Begun() => Interlocked.Increment(ref _begun);

    public void Completed(PlanKind plan)
    {
        Interlocked.Increment(ref _byPlan[(int)plan]);
        Interlocked.Increment(ref _completed);
    }

    public void Failed() => Interlocked.Increment(ref _failed);

    public void Left() => Interlocked.Increment(ref _left);

    public void Sent(long bytes, long fullSend)
    {
        Interlocked.Add(ref _bytesSent, bytes);
        Interlocked.Add(ref _bytesFull, fullSend);
    }

    public void Prepared(long bytes) => Interlocked.Add(ref _bytesPrepared, bytes);

    public void Retried() => Interlocked.Increment(ref _retries);

    public ClientStatistics With(ClientLoad load, bool? hasLanes, bool isOverHttp, int checkpoints, long checkpointBytes)
    {
        // Ends before beginnings, so that no more turns seem to have ended than begun.
        var (completed, failed, left) = (Interlocked.Read(ref _completed), Interlocked.Read(ref _failed), Interlocked.Read(ref _left));
        return new ClientStatistics
        {
            SessionsOpen = load.Sessions,
            SessionsOpened = Interlocked.Read(ref _opened),
            SessionsLost = Interlocked.Read(ref _lost),
            LanesInUse = load.Lanes,
            TurnsInFlight = Interlocked.Read(ref _begun) - completed - failed - left,
            TurnsWaiting = load.Waiting,
            TurnsCompleted = completed,
            TurnsFailed = failed,
            TurnsAbandoned = left,
            TurnsContinued = Interlocked.Read(ref _byPlan[(int)PlanKind.Continue]),
            TurnsForked = Interlocked.Read(ref _byPlan[(int)PlanKind.Fork]),
            TurnsReplayed = Interlocked.Read(ref _byPlan[(int)PlanKind.Replay]),
            BytesSent = Interlocked.Read(ref _bytesSent),
            BytesIfSentInFull = Interlocked.Read(ref _bytesFull),
            BytesPrepared = Interlocked.Read(ref _bytesPrepared),
            Retries = Interlocked.Read(ref _retries),
            HasLanes = hasLanes,
            IsOverHttp = isOverHttp,
            Checkpoints = checkpoints,
            CheckpointBytes = checkpointBytes,
        };
    }
}
