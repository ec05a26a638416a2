using System.Net.WebSockets;
using ResponsesWebSocket.Emulator.Outputs;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;
using ResponsesWebSocket.Emulator.Steering;

namespace ResponsesWebSocket.Emulator.Turns;

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
