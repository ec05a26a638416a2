using System.Net.WebSockets;
using System.Text.Json;
using ResponsesWebSocket.Emulator.Outputs;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;
using ResponsesWebSocket.Emulator.Steering;

namespace ResponsesWebSocket.Emulator.Turns;

/// <summary>One <c>response.create</c> on its way through a lane.</summary>
/// <param name="Number">Its number over the emulator's life.</param>
/// <param name="StreamId">The lane's name; null for the default lane.</param>
/// <param name="Frame">The frame.</param>
/// <param name="Bytes">The frame's size.</param>
internal sealed record Turn(int Number, string? StreamId, JsonElement Frame, int Bytes)
{
    /// <summary>Whether no create asked for it: it follows a steered response by itself.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>Whether it had to wait for its lane or for a slot.</summary>
    public bool HasWaited { get; init; }

    /// <summary>Key of the lane. No named lane can be called by the empty string, so the default lane takes it.</summary>
    public string Lane => StreamId ?? string.Empty;
}

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

/// <summary>What a turn needs of the connection that it came in on. The connection starts turns, so turns must not know its type.</summary>
internal interface ITurnConnection : IFrameSink
{
    /// <summary>Number in the journal.</summary>
    int Id { get; }

    /// <summary>How turns reach it, for the journal.</summary>
    string Transport => Transports.WebSocket;

    /// <summary>The TCP connection, for the prompt cache of the cost model.</summary>
    string Affinity => $"{Transport} {Id}";

    /// <summary>The responses that later turns of the connection can continue.</summary>
    ConnectionResponseCache Memory { get; }

    /// <summary>The steers of the connection.</summary>
    SteeringRegistry Steers { get; }

    /// <summary>The last frame of a lane's turn goes out, and no turn follows by itself.</summary>
    void NoteEnd(string lane)
    {
    }

    /// <summary>Sends a close frame, after a last message if there is one.</summary>
    Task CloseAsync(WebSocketCloseStatus status, string? reason, string? lastFrame, CancellationToken cancellationToken);

    /// <summary>Ends the connection because of a mistake of the emulator, or a fault hook that throws.</summary>
    Task FailAsync(Exception defect);
}

/// <summary>The close that some errors bring along.</summary>
internal static class ErrorClose
{
    public static Task CloseAfterAsync(this ITurnConnection connection, EmulatedError? error) => error?.CloseStatus is { } status
        ? connection.CloseAsync((WebSocketCloseStatus)status, null, null, CancellationToken.None)
        : Task.CompletedTask;
}
