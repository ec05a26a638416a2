using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace ResponsesWebSocket.Client.Telemetry;

/// <summary>What runs at a client now.</summary>
internal readonly record struct ClientLoad(int Sessions, int Lanes, int Waiting);

/// <summary>The clients of the process, for figures that are asked for. Keeps none of them alive.</summary>
internal static class ClientRegistry
{
    private static readonly ConditionalWeakTable<ClientMetrics, Func<ClientLoad>> Loads = [];

    public static void Add(ClientMetrics client, Func<ClientLoad> load) => Loads.Add(client, load);

    public static void Remove(ClientMetrics client) => Loads.Remove(client);

    /// <summary>One figure for each endpoint: several clients of one endpoint have the same tags, and only one figure may have them.</summary>
    public static IEnumerable<Measurement<int>> Measure(Func<ClientLoad, int> figure) =>
        Loads.GroupBy(static client => (client.Key.Address, client.Key.Port)).Select(endpoint => new Measurement<int>(
            endpoint.Sum(client => figure(client.Value())),
            new KeyValuePair<string, object?>(Tag.ServerAddress, endpoint.Key.Address),
            new KeyValuePair<string, object?>(Tag.ServerPort, endpoint.Key.Port)));
}
