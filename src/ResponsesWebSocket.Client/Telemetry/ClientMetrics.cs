using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace ResponsesWebSocket.Client.Telemetry;

/// <summary>What runs at a client now.</summary>
internal readonly record struct ClientLoad(int Sessions, int Lanes, int Waiting);

/// <summary>
/// What one client counts: for instruments when somebody listens, and always for the statistics. There is one set of instruments for all clients
/// of the process. Those under <c>gen_ai</c> have names, units and buckets from OpenTelemetry's semantic conventions for generative AI; the rest
/// is this library's own. Each is described in docs/observability.md. Tags are made only where somebody listens.
/// </summary>
internal sealed class ClientMetrics(Uri endpoint, EndpointProfile profile)
{
    private static readonly double[] Seconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
    private static readonly double[] Ages = [1, 10, 60, 300, 600, 1200, 1800, 2400, 3000, 3300, 3600];
    private static readonly long[] Tokens = [1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864];

    private static readonly Meter Meter = new(ResponsesWebSocketDiagnostics.MeterName);
    private static readonly Histogram<double> OperationDuration = Time("gen_ai.client.operation.duration", "How long turns took.", Seconds);
    private static readonly Histogram<long> TokenUsage = Meter.CreateHistogram(
        "gen_ai.client.token.usage", "{token}", "Tokens of turns.", tags: null, new InstrumentAdvice<long> { HistogramBucketBoundaries = Tokens });

    private static readonly Counter<long> Turns = Meter.CreateCounter<long>("responses_websocket.turns", "{turn}", "Completed turns by how they were sent, and why.");
    private static readonly Counter<long> BytesSent = Bytes("responses_websocket.bytes.sent", "Bytes sent for turns.");
    private static readonly Counter<long> BytesIfSentInFull = Bytes("responses_websocket.bytes.full_send", "Bytes that the same turns would have taken, each sent in full once.");
    private static readonly Counter<long> BytesPrepared = Bytes("responses_websocket.bytes.prepared", "Bytes that made contexts ready ahead of turns.");
    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("responses_websocket.retries", "{send}", "Repeated sends of turns.");
    private static readonly Histogram<double> QueueWait = Time("responses_websocket.queue.wait", "How long turns waited to be sent.", Seconds);
    private static readonly Histogram<double> FirstEvent = Time("responses_websocket.first_event.duration", "From the call to the service's first event.", Seconds);
    private static readonly Histogram<double> HandshakeDuration = Time("responses_websocket.handshake.duration", "How long it took to open a socket, repeated tries included.", Seconds);
    private static readonly Histogram<double> SessionAge = Time("responses_websocket.session.age", "The age of sockets at their end.", Ages);

    // Keeps no client alive.
    private static readonly ConditionalWeakTable<ClientMetrics, Func<ClientLoad>> Loads = [];

    private readonly string _address = endpoint.IdnHost;
    private readonly int _port = endpoint.Port;
    private readonly long[] _byPlan = new long[Enum.GetValues<PlanKind>().Length];
    private long _sessionsOpened, _sessionsLost, _begun, _completed, _failed, _abandoned, _bytesSent, _bytesIfSentInFull, _bytesPrepared, _retries;

    // Asked for when somebody looks, so that who begins to listen late sees what is, and nothing is counted for nobody.
    static ClientMetrics()
    {
        Now("responses_websocket.sessions.open", "{session}", "Sockets that are open.", static load => load.Sessions);
        Now("responses_websocket.lanes.in_flight", "{lane}", "Lanes on which something runs.", static load => load.Lanes);
        Now("responses_websocket.turns.waiting", "{turn}", "Turns that wait for a lane.", static load => load.Waiting);
    }

    /// <summary>By the names of the conventions; what is not known is taken to be compatible with OpenAI's.</summary>
    public string Provider { get; } = Name(EndpointProfile.For(endpoint)) ?? Name(profile) ?? "openai";

    /// <summary>Shows the client's load to who listens, until <see cref="Hide"/>.</summary>
    public void Show(Func<ClientLoad> load) => Loads.Add(this, load);

    public void Hide() => Loads.Remove(this);

    public TagList OperationTags(string model) => new()
    {
        { Tag.OperationName, "chat" },
        { Tag.ProviderName, Provider },
        { Tag.RequestModel, model },
        { Tag.ServerAddress, _address },
        { Tag.ServerPort, _port },
    };

    public void SessionOpened(TimeSpan elapsed)
    {
        Interlocked.Increment(ref _sessionsOpened);
        Handshake(elapsed, failure: null);
    }

    public void Handshake(TimeSpan elapsed, Exception? failure)
    {
        if (HandshakeDuration.Enabled)
        {
            HandshakeDuration.Record(elapsed.TotalSeconds, ServerTags((Tag.ErrorType, failure is null ? null : TagValue.ErrorOf(failure))));
        }
    }

    public void SessionEnded(TimeSpan age, ResponsesWebSocketException cause)
    {
        Interlocked.Add(ref _sessionsLost, cause is ConnectionLostException { IsOwnWish: true } ? 0 : 1);
        if (SessionAge.Enabled)
        {
            SessionAge.Record(age.TotalSeconds, ServerTags((Tag.SessionEnd, TagValue.EndOf(cause))));
        }
    }

    /// <summary>A context was sent ahead of the turn that needs it.</summary>
    public void Prepared(int bytes)
    {
        Interlocked.Add(ref _bytesPrepared, bytes);
        if (BytesPrepared.Enabled)
        {
            BytesPrepared.Add(bytes, ServerTags());
        }
    }

    public void TurnBegun() => Interlocked.Increment(ref _begun);

    /// <param name="cause">One of a closed list.</param>
    /// <param name="counts">Whether it counts against the caller's limit.</param>
    public void TurnRepeated(string cause, bool counts)
    {
        Interlocked.Add(ref _retries, counts ? 1 : 0);
        if (Retries.Enabled)
        {
            Retries.Add(1, ServerTags((Tag.RetryCause, cause)));
        }
    }

    public void TurnCompleted(string model, TurnResult result)
    {
        var report = result.Report;
        Interlocked.Increment(ref _byPlan[(int)report.Plan.Kind]);
        Interlocked.Increment(ref _completed);
        if (TokenUsage.Enabled && result.Usage is { } usage)
        {
            Use(usage.InputTokens, "input");
            Use(usage.OutputTokens, "output");
        }

        if (Turns.Enabled)
        {
            Turns.Add(1, ServerTags((Tag.Plan, TagValue.Of(report.Plan.Kind)), (Tag.PlanReason, TagValue.Of(report.Plan.Reason)), (Tag.Transport, TagValue.Of(report.Transport))));
        }

        if (QueueWait.Enabled || FirstEvent.Enabled)
        {
            var tags = ServerTags((Tag.Transport, TagValue.Of(report.Transport)));
            QueueWait.Record(report.QueueWait.TotalSeconds, tags);
            FirstEvent.Record(report.FirstEvent.TotalSeconds, tags);
        }

        void Use(long tokens, string type) => TokenUsage.Record(tokens, With(OperationTags(model), (Tag.ResponseModel, result.Model), (Tag.TokenType, type)));
    }

    public void TurnFailed() => Interlocked.Increment(ref _failed);

    public void TurnAbandoned() => Interlocked.Increment(ref _abandoned);

    /// <summary>What every turn takes, however it ended.</summary>
    public void TurnEnded(TimeSpan elapsed, long bytesSent, long bytesIfSentInFull, string model, string? responseModel, string? failure)
    {
        Interlocked.Add(ref _bytesSent, bytesSent);
        Interlocked.Add(ref _bytesIfSentInFull, bytesIfSentInFull);
        if (OperationDuration.Enabled)
        {
            OperationDuration.Record(elapsed.TotalSeconds, With(OperationTags(model), (Tag.ResponseModel, responseModel), (Tag.ErrorType, failure)));
        }

        if (bytesSent > 0 && (BytesSent.Enabled || BytesIfSentInFull.Enabled))
        {
            var tags = ServerTags();
            BytesSent.Add(bytesSent, tags);
            BytesIfSentInFull.Add(bytesIfSentInFull, tags);
        }
    }

    public ClientStatistics Statistics(ClientLoad load, bool? hasLanes, bool isOverHttp, int checkpoints, long checkpointBytes)
    {
        // Ends before beginnings, so that no more turns seem to have ended than begun.
        var (completed, failed, abandoned) = (Interlocked.Read(ref _completed), Interlocked.Read(ref _failed), Interlocked.Read(ref _abandoned));
        return new ClientStatistics
        {
            SessionsOpen = load.Sessions,
            SessionsOpened = Interlocked.Read(ref _sessionsOpened),
            SessionsLost = Interlocked.Read(ref _sessionsLost),
            LanesInUse = load.Lanes,
            TurnsInFlight = Interlocked.Read(ref _begun) - completed - failed - abandoned,
            TurnsWaiting = load.Waiting,
            TurnsCompleted = completed,
            TurnsFailed = failed,
            TurnsAbandoned = abandoned,
            TurnsContinued = Interlocked.Read(ref _byPlan[(int)PlanKind.Continue]),
            TurnsForked = Interlocked.Read(ref _byPlan[(int)PlanKind.Fork]),
            TurnsReplayed = Interlocked.Read(ref _byPlan[(int)PlanKind.Replay]),
            BytesSent = Interlocked.Read(ref _bytesSent),
            BytesIfSentInFull = Interlocked.Read(ref _bytesIfSentInFull),
            BytesPrepared = Interlocked.Read(ref _bytesPrepared),
            Retries = Interlocked.Read(ref _retries),
            HasLanes = hasLanes,
            IsOverHttp = isOverHttp,
            Checkpoints = checkpoints,
            CheckpointBytes = checkpointBytes,
        };
    }

    private TagList ServerTags(params ReadOnlySpan<(string Name, string? Value)> more) => With(new() { { Tag.ServerAddress, _address }, { Tag.ServerPort, _port } }, more);

    private static TagList With(TagList tags, params ReadOnlySpan<(string Name, string? Value)> more)
    {
        foreach (var (name, value) in more)
        {
            if (value is not null)
            {
                tags.Add(name, value);
            }
        }

        return tags;
    }

    // By the host where it is known, whatever of its profile was changed; else by the profile that was given.
    private static string? Name(EndpointProfile profile) =>
        ReferenceEquals(profile, EndpointProfile.Azure) ? "azure.ai.openai" : ReferenceEquals(profile, EndpointProfile.XAi) ? "x_ai" : null;

    private static Histogram<double> Time(string name, string description, double[] bounds) =>
        Meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });

    private static Counter<long> Bytes(string name, string description) => Meter.CreateCounter<long>(name, "By", description);

    /// <summary>One figure for each endpoint: several clients of one endpoint have the same tags, and only one figure may have them.</summary>
    private static void Now(string name, string unit, string description, Func<ClientLoad, int> figure) => Meter.CreateObservableUpDownCounter(
        name,
        () => Loads.GroupBy(static client => (client.Key._address, client.Key._port)).Select(server => new Measurement<int>(
            server.Sum(client => figure(client.Value())),
            new KeyValuePair<string, object?>(Tag.ServerAddress, server.Key._address),
            new KeyValuePair<string, object?>(Tag.ServerPort, server.Key._port))),
        unit,
        description);
}
