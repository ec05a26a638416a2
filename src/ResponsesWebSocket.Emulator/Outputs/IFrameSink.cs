namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Where the frames of a turn go.</summary>
internal interface IFrameSink
{
    /// <summary>Sends one text message.</summary>
    /// <param name="text">The message.</param>
    /// <param name="streamId">Its lane, for the journal; null for the default lane.</param>
    /// <param name="turn">Its turn, for the journal; null when it belongs to none.</param>
    /// <param name="cancellationToken">Ends the wait for other messages; a message that is going out is not cut.</param>
    /// <exception cref="OperationCanceledException">The connection has ended.</exception>
    Task SendTextAsync(string text, string? streamId, int? turn, CancellationToken cancellationToken);

    /// <summary>Whether turns go on when the peer is gone.</summary>
    bool IsOutlived => false;

    /// <summary>Ends the connection without a close handshake, but delivers what was sent.</summary>
    void Drop();
}
