namespace ResponsesWebSocket.Emulator;

/// <summary>What the terminal event's response says in its <c>output</c> member.</summary>
public enum TerminalOutput
{
    /// <summary>The output items.</summary>
    Full,

    /// <summary>An empty array although items were streamed.</summary>
    Empty,

    /// <summary>JSON null.</summary>
    Null,

    /// <summary>The member is left out.</summary>
    Missing,
}
