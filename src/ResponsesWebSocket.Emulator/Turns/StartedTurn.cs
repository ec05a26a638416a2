using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator.Turns;

/// <summary>A turn whose request is valid and whose parent is bound.</summary>
/// <param name="Turn">The turn.</param>
/// <param name="Request">Its request.</param>
/// <param name="Parent">Its parent, kept alive by this reference whatever happens to the lane that held it.</param>
/// <param name="Source">Where the parent was found.</param>
internal sealed record StartedTurn(Turn Turn, CreateRequest Request, CachedResponse? Parent, ParentSource Source)
{
    /// <summary>What is answered without the model being asked.</summary>
    public ModelAnswer? FixedAnswer { get; init; }

    /// <summary>Everything before the answer: the parent chain's items, then this turn's input.</summary>
    public IReadOnlyList<JsonElement> Context { get; } =
        [.. Parent?.Items ?? [], .. Request.Input.Where(static item => item.Text("type") != ControlItems.CompactionTrigger)];
}
