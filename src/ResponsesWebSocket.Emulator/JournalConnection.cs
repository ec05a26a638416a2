namespace ResponsesWebSocket.Emulator;

/// <summary>One accepted connection. A snapshot: ask the journal again for its later state.</summary>
public sealed record JournalConnection
{
    /// <summary>Number of the connection, from 1 on.</summary>
    public required int Id { get; init; }

    /// <summary>When the upgrade was accepted.</summary>
    public required DateTimeOffset Opened { get; init; }

    /// <summary>When the server was done with the connection.</summary>
    public DateTimeOffset? Closed { get; init; }

    /// <summary>Status of the first close frame, whoever sent it; <see langword="null"/> while open and for a connection that was lost.</summary>
    public int? CloseStatus { get; init; }

    /// <summary>Headers of the upgrade request; of Authorization only the last four characters are kept.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
}
