using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ResponsesWebSocket.Client.Telemetry;

/// <summary>
/// All instruments, one set for all clients of the process. Those under <c>gen_ai</c> have names, units and buckets from OpenTelemetry's
/// semantic conventions for generative AI; the rest is this library's own. Each is described in docs/observability.md.
/// </summary>
internal static class Instruments
{
    private static readonly double[] Seconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
    private static readonly double[] Ages = [1, 10, 60, 300, 600, 1200, 1800, 2400, 3000, 3300, 3600];
    private static readonly long[] Tokens = [1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864];

    private static readonly Meter Meter = new(ResponsesWebSocketDiagnostics.MeterName);

    public static readonly ActivitySource Source = new(ResponsesWebSocketDiagnostics.ActivitySourceName);

    public static readonly Histogram<double> OperationDuration = Time("gen_ai.client.operation.duration", "How long turns took.", Seconds);

    public static readonly Histogram<long> TokenUsage = Meter.CreateHistogram(
        "gen_ai.client.token.usage", "{token}", "Tokens of turns.", tags: null, new InstrumentAdvice<long> { HistogramBucketBoundaries = Tokens });

    public static readonly Counter<long> Turns = Meter.CreateCounter<long>("responses_websocket.turns", "{turn}", "Completed turns by how they were sent, and why.");

    public static readonly Counter<long> BytesSent = Bytes("responses_websocket.bytes.sent", "Bytes sent for turns.");

    public static readonly Counter<long> BytesIfSentInFull = Bytes("responses_websocket.bytes.full_send", "Bytes that the same turns would have taken, each sent in full once.");

    public static readonly Counter<long> BytesPrepared = Bytes("responses_websocket.bytes.prepared", "Bytes that made contexts ready ahead of turns.");

    public static readonly Counter<long> Retries = Meter.CreateCounter<long>("responses_websocket.retries", "{send}", "Repeated sends of turns.");

    public static readonly Histogram<double> QueueWait = Time("responses_websocket.queue.wait", "How long turns waited to be sent.", Seconds);

    public static readonly Histogram<double> FirstEvent = Time("responses_websocket.first_event.duration", "From the call to the service's first event.", Seconds);

    public static readonly Histogram<double> Handshake = Time("responses_websocket.handshake.duration", "How long it took to open a socket, repeated tries included.", Seconds);

    public static readonly Histogram<double> SessionAge = Time("responses_websocket.session.age", "The age of sockets at their end.", Ages);

    // Asked for when somebody looks, so that who begins to listen late sees what is, and nothing is counted for nobody.
    public static readonly ObservableUpDownCounter<int> SessionsOpen = Now("responses_websocket.sessions.open", "{session}", "Sockets that are open.", static load => load.Sessions);

    public static readonly ObservableUpDownCounter<int> LanesInFlight = Now("responses_websocket.lanes.in_flight", "{lane}", "Lanes on which something runs.", static load => load.Lanes);

    public static readonly ObservableUpDownCounter<int> TurnsWaiting = Now("responses_websocket.turns.waiting", "{turn}", "Turns that wait for a lane.", static load => load.Waiting);

    private static Histogram<double> Time(string name, string description, double[] bounds) =>
        Meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });

    private static Counter<long> Bytes(string name, string description) => Meter.CreateCounter<long>(name, "By", description);

    private static ObservableUpDownCounter<int> Now(string name, string unit, string description, Func<ClientLoad, int> figure) =>
        Meter.CreateObservableUpDownCounter(name, () => ClientRegistry.Measure(figure), unit, description);
}
