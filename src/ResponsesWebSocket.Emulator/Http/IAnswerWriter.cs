using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Http;

/// <summary>Makes the answer to an HTTP request out of the frames that a turn would send over a socket.</summary>
internal interface IAnswerWriter
{
    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="text">The frame as it would go over a socket.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    /// <exception cref="OperationCanceledException">The request has ended.</exception>
    Task TakeAsync(JsonElement frame, string text, CancellationToken cancellationToken);
}
