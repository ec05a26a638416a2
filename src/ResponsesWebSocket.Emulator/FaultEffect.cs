namespace ResponsesWebSocket.Emulator;

/// <summary>What a planned fault does.</summary>
public abstract record FaultEffect
{
    private FaultEffect()
    {
    }

    /// <summary>The connection ends without a close handshake.</summary>
    /// <param name="Reset">By a TCP reset, which may take along what the client has not read; otherwise by the end of the stream.</param>
    /// <param name="Place">Where, in relation to the frame.</param>
    public sealed record Drop(bool Reset = false, FaultPlace Place = FaultPlace.After) : FaultEffect;

    /// <summary>From this frame on nothing passes, while the TCP connection stays.</summary>
    /// <param name="Direction">The direction that is dead: the server no longer sends, or no longer reads.</param>
    /// <param name="Silent">Pings, pongs and close frames are lost too; otherwise they go on.</param>
    public sealed record BlackHole(FaultDirection Direction = FaultDirection.ToClient, bool Silent = false) : FaultEffect;

    /// <summary>The frame waits; other lanes go on. At a byte offset the whole connection waits.</summary>
    /// <param name="Time">How long, by the emulator's clock.</param>
    public sealed record Delay(TimeSpan Time) : FaultEffect;

    /// <summary>The frame and its lane wait until other frames of the connection have passed.</summary>
    /// <param name="Frames">How many.</param>
    public sealed record Hold(int Frames) : FaultEffect;

    /// <summary>The frame goes out after later ones, of its own lane too. It is lost when too few follow.</summary>
    /// <param name="Frames">How many pass it.</param>
    public sealed record Postpone(int Frames = 1) : FaultEffect;

    /// <summary>The frame is sent more than once.</summary>
    /// <param name="Copies">How many times more.</param>
    public sealed record Duplicate(int Copies = 1) : FaultEffect;

    /// <summary>The frame is damaged.</summary>
    /// <param name="Kind">How.</param>
    public sealed record Corrupt(Corruption Kind) : FaultEffect;

    /// <summary>The message is split into WebSocket fragments.</summary>
    /// <param name="Bytes">Size of each but the last.</param>
    public sealed record Fragment(int Bytes) : FaultEffect;

    /// <summary>The frame is lost.</summary>
    public sealed record Omit : FaultEffect;

    /// <summary>A message is sent to the client that belongs to nothing.</summary>
    /// <param name="Payload">The message, whatever it holds.</param>
    /// <param name="Place">Before or after the frame.</param>
    /// <param name="Binary">Whether it is a binary message.</param>
    public sealed record Inject(string Payload, FaultPlace Place = FaultPlace.Before, bool Binary = false) : FaultEffect;

    /// <summary>The server closes the connection.</summary>
    /// <param name="Status">The status; 1005 is a close frame without one.</param>
    /// <param name="Reason">The reason.</param>
    /// <param name="Place">Before or after the frame.</param>
    public sealed record Close(int Status, string? Reason = null, FaultPlace Place = FaultPlace.After) : FaultEffect;

    /// <summary>The turn ends by an error: in place of the event that the trigger names, or at the turn's start when it names none. With a time
    /// as trigger the error belongs to no turn.</summary>
    /// <param name="Detail">The error.</param>
    public sealed record Error(EmulatedError Detail) : FaultEffect;

    /// <summary>Changes what the terminal event of the turn says about the output.</summary>
    /// <param name="Output">What it says.</param>
    public sealed record Terminal(TerminalOutput Output) : FaultEffect;

    /// <summary>Leaves out every <c>response.output_item.done</c> of the turn.</summary>
    public sealed record OmitItemDone : FaultEffect;

    /// <summary>The upgrade is refused. The trigger's connection is the number that the connection would have had.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="RetryAfter">The wait for the header of that name.</param>
    /// <param name="Body">The body; the one that the service would give when <see langword="null"/>.</param>
    public sealed record RefuseUpgrade(int Status, TimeSpan? RetryAfter = null, string? Body = null) : FaultEffect;
}

/// <summary>Which way something goes.</summary>
public enum FaultDirection
{
    /// <summary>From the server to the client.</summary>
    ToClient,

    /// <summary>From the client to the server.</summary>
    FromClient,
}

/// <summary>Where an effect stands in relation to the frame that triggered it.</summary>
public enum FaultPlace
{
    /// <summary>In front of the frame; an effect that ends the connection stands in its place.</summary>
    Before,

    /// <summary>After half of the frame's bytes.</summary>
    Middle,

    /// <summary>Behind the frame.</summary>
    After,
}

/// <summary>What is wrong with a corrupt frame.</summary>
public enum Corruption
{
    /// <summary>The last character is missing.</summary>
    BrokenJson,

    /// <summary>The frame is wrapped into a JSON array.</summary>
    NotAnObject,

    /// <summary>The message is a binary one.</summary>
    BinaryFrame,

    /// <summary>The frame's opcode is a reserved one.</summary>
    UnknownOpcode,

    /// <summary>A byte in the middle of the text is replaced by one that UTF-8 does not have.</summary>
    InvalidUtf8,
}

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
