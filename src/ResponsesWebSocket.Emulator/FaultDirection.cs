namespace ResponsesWebSocket.Emulator;

/// <summary>Which way something goes.</summary>
public enum FaultDirection
{
    /// <summary>From the server to the client.</summary>
    ToClient,

    /// <summary>From the client to the server.</summary>
    FromClient,
}
