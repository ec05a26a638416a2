namespace ResponsesWebSocket.Emulator;

/// <summary>When a planned fault strikes: at the first frame for which everything that is given holds; with nothing given, at the first of all.</summary>
public sealed record FaultTrigger
{
    /// <summary>Number of the connection, as in <see cref="JournalConnection.Id"/>.</summary>
    public int? Connection { get; init; }

    /// <summary>Number of the turn over the emulator's life, from 1 on. Frames of the client have none at the time they are looked at.</summary>
    public int? Turn { get; init; }

    /// <summary>The lane.</summary>
    public string? Lane { get; init; }

    /// <summary>The direction of the frame.</summary>
    public FaultDirection Direction { get; init; }

    /// <summary>Number of the frame on its connection and in its direction, from 1 on.</summary>
    public int? Frame { get; init; }

    /// <summary>The <c>type</c> of the frame.</summary>
    public string? EventType { get; init; }

    /// <summary>Which of the frames for which everything else holds, from 1 on.</summary>
    public int Occurrence { get; init; } = 1;

    /// <summary>Instead of a frame: how many bytes of the connection's outgoing stream pass before, counted after the upgrade response.</summary>
    public long? Byte { get; init; }

    /// <summary>Instead of a frame: the time since the connection was accepted.</summary>
    public TimeSpan? After { get; init; }
}
