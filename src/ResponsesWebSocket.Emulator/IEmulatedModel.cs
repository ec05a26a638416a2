namespace ResponsesWebSocket.Emulator;

/// <summary>Plays the language model: sees what the server reconstructed and says what the response shall hold.</summary>
public interface IEmulatedModel
{
    /// <summary>Answers one turn. May be called concurrently for turns of different lanes and connections.</summary>
    /// <remarks>An <see cref="AnswerEnding.Error"/> without outputs that is returned synchronously becomes an error frame in place of the whole
    /// response, as the service refuses a turn before it begins. When the call completes later, <c>response.created</c> has been sent
    /// already and the error frame carries a sequence number.</remarks>
    /// <param name="request">The turn.</param>
    /// <param name="cancellationToken">Cancelled when the connection ends.</param>
    /// <returns>The answer.</returns>
    ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken);
}
