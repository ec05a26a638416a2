using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>The one turn of a connection to a service that runs no second one. It is over as soon as its terminal frame goes out, which is
/// before the turn itself has wound up: a client may send its next create at once.</summary>
internal sealed class SingleFlight(ServiceRules rules)
{
    private static readonly string[] Ends =
        [.. new[] { "response.completed", "response.incomplete", "response.failed", "response.error", "error" }.Select(static type => $"{{\"type\":\"{type}\"")];

    private int _turn;

    public bool TryBegin(int turn) => !rules.OneInFlight || Interlocked.CompareExchange(ref _turn, turn, 0) == 0;

    public void End(int turn) => Interlocked.CompareExchange(ref _turn, 0, turn);

    /// <summary>Looks at a frame that is about to be sent. The emulator writes the type first, so that no parsing is needed.</summary>
    public void Sees(string text, int? turn)
    {
        if (rules.OneInFlight && turn is { } number && Array.Exists(Ends, end => text.StartsWith(end, StringComparison.Ordinal)))
        {
            End(number);
        }
    }
}
