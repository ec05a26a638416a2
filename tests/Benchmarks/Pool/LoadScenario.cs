using ResponsesWebSocket.Client;

namespace Benchmarks.Pool;

/// <summary>A load on the client: conversations that go on after a pause of a random length.</summary>
/// <param name="Name">How it is called on the command line.</param>
/// <param name="Conversations">How many there are.</param>
/// <param name="ThinkSeconds">The shortest pause; the longest is three times that.</param>
internal sealed record LoadScenario(string Name, int Conversations, double ThinkSeconds)
{
    /// <summary>So many times faster than the pause says. The turns take what they take, which makes it the harder load.</summary>
    public double Compression { get; init; } = 1;

    /// <summary>Whether all begin at the same moment; otherwise each when the one before has its first answer.</summary>
    public bool AtOnce { get; init; }

    public bool WithLanes { get; init; } = true;

    public ResponsesTransport Transport { get; init; } = ResponsesTransport.WebSocket;

    public static IReadOnlyList<LoadScenario> All { get; } =
    [
        new("120", 120, 1),
        new("120-at-once", 120, 1) { AtOnce = true },
        new("120-http", 120, 1) { Transport = ResponsesTransport.Http },
        new("1000", 1_000, 10) { Compression = 2 },
        new("1000-at-once", 1_000, 10) { Compression = 2, AtOnce = true },
        new("2000", 2_000, 10) { Compression = 2 },
        new("2000-at-once", 2_000, 10) { Compression = 2, AtOnce = true },
        new("30-no-lanes", 30, 1) { WithLanes = false },
        new("30-no-lanes-at-once", 30, 1) { AtOnce = true, WithLanes = false },
        new("64-no-lanes", 64, 1) { WithLanes = false },
        new("64-no-lanes-at-once", 64, 1) { AtOnce = true, WithLanes = false },
    ];
}
