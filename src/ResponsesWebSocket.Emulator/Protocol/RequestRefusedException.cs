namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>Ends a turn by an error frame.</summary>
internal sealed class RequestRefusedException(RequestError error) : Exception(error.Message)
{
    public RequestError Error { get; } = error;
}
