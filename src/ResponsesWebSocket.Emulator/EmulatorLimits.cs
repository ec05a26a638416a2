namespace ResponsesWebSocket.Emulator;

/// <summary>What keeps the emulator's memory bounded whatever clients do. The service's own limits, which a client is to meet, are properties of
/// <see cref="EmulatorOptions"/>; these are the emulator's, and a client that behaves never notices them.</summary>
/// <remarks>What a client does not read needs no limit: of each turn one event at a time is made and handed to the operating system, and a
/// turn whose client does not read waits there. Such a client answers no pings either, and is given up after
/// <see cref="EmulatorOptions.PongTimeout"/>.</remarks>
public sealed record EmulatorLimits
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>How many bytes of <c>response.create</c> frames can wait on one connection, each counted with 1,024 bytes more than it has.
    /// Beyond that the emulator reads nothing more from the connection until turns have ended: no error, as the service gives none.</summary>
    /// <value>64 MiB by default, some fifty thousand short requests, or four of the largest.</value>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public long QueuedBytes { get; init => field = Checked(value); } = 64 * Mebibyte;

    /// <summary>How many bytes the body of an HTTP request can have; a larger one is answered by status 413.</summary>
    /// <value>64 MiB by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public long BodyBytes { get; init => field = Checked(value); } = 64 * Mebibyte;

    /// <summary>How many bytes of responses with <c>store:true</c> are kept, about; the oldest are forgotten first, as if they had never
    /// been stored.</summary>
    /// <value>512 MiB by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public long StoredBytes { get; init => field = Checked(value); } = 512 * Mebibyte;

    /// <summary>How many bytes the journal keeps over all its lists, reckoned by the sizes of texts: in memory they take up to three times as much.
    /// Beyond that the oldest entries of the largest list are dropped,
    /// and <see cref="Journal.Dropped"/> counts them.</summary>
    /// <value><see cref="long.MaxValue"/> by default: a test sees everything.</value>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public long JournalBytes { get; init => field = Checked(value); } = long.MaxValue;

    /// <summary>How long a connection that the emulator closes may take to close, by <see cref="EmulatorOptions.TimeProvider"/>: to read what is
    /// still being sent to it, and to answer the close frame. Then it is reset.</summary>
    /// <value>30 seconds by default; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</value>
    public TimeSpan CloseWait { get; init; } = TimeSpan.FromSeconds(30);

    private static long Checked(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return bytes;
    }
}
