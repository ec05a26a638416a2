using ResponsesWebSocket.Client;

namespace Differential.Harness;

/// <summary>One way in which a scenario is run.</summary>
public sealed record Leg(string Name, Connector Connector)
{
    public static Leg Stock { get; } = new("stock", new StockConnector());

    /// <summary>Compared with <see cref="Stock"/>. The last one only for some scenarios: it does what the first does while sockets work.</summary>
    public static IReadOnlyList<Leg> Ours { get; } =
    [
        new("websocket", new OurConnector(ResponsesTransport.WebSocket)),
        new("http", new OurConnector(ResponsesTransport.Http)),
        new("auto", new OurConnector(ResponsesTransport.Auto)),
    ];
}
