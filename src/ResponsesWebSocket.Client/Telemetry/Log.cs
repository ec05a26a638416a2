using System.Net;
using Microsoft.Extensions.Logging;

namespace ResponsesWebSocket.Client.Telemetry;

/// <summary>All log messages. Event ids are never used again for something else. None carries text of a conversation or a key. What a caller is told anyway is told here at Debug.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Session {Session} opened in {Elapsed}.")]
    public static partial void SessionOpened(ILogger logger, SessionName session, TimeSpan elapsed);

    public static void SessionEnded(ILogger logger, SessionName session, TimeSpan age, ResponsesWebSocketException cause)
    {
        if (cause is ConnectionLostException { IsOwnWish: true })
        {
            SessionClosed(logger, session, age, cause.Message);
        }
        else
        {
            SessionBroken(logger, session, age, cause.GetType().Name, (cause as ConnectionLostException)?.CloseStatus);
        }
    }

    [LoggerMessage(2, LogLevel.Debug, "Session {Session} ended at the age of {Age}: {Cause}, close code {CloseStatus}.")]
    public static partial void SessionBroken(ILogger logger, SessionName session, TimeSpan age, string cause, int? closeStatus);

    [LoggerMessage(9, LogLevel.Debug, "Session {Session} was closed by the client at the age of {Age}: {Cause}")]
    public static partial void SessionClosed(ILogger logger, SessionName session, TimeSpan age, string cause);

    [LoggerMessage(3, LogLevel.Debug, "Event {Type} on session {Session} is not known to this version and was passed on.")]
    public static partial void UnknownEvent(ILogger logger, string type, SessionName session);

    [LoggerMessage(4, LogLevel.Debug, "The endpoint has no lanes, as session {Session} shows; each conversation gets a socket of its own from now on.")]
    public static partial void LanesRefused(ILogger logger, SessionName session);

    [LoggerMessage(8, LogLevel.Debug, "Session {Session} takes no more turns at the age of {Age}.")]
    public static partial void SessionRetired(ILogger logger, SessionName session, TimeSpan age);

    [LoggerMessage(6, LogLevel.Debug, "A context was made ready on session {Session}, lane {Lane}, with {Bytes} bytes.")]
    public static partial void ContextMadeReady(ILogger logger, SessionName session, string? lane, int bytes);

    [LoggerMessage(7, LogLevel.Debug, "A context could not be made ready ahead, session {Session}: {Cause}. The next turn is sent in full.")]
    public static partial void PrewarmFailed(ILogger logger, SessionName session, string cause);

    [LoggerMessage(5, LogLevel.Debug, "A turn on session {Session}, lane {Lane} fell silent ({Silence}) while the socket lives; the socket takes no new turns.")]
    public static partial void TurnStalled(ILogger logger, SessionName session, string? lane, string silence);

    [LoggerMessage(10, LogLevel.Debug, "Turn planned: {Plan} on session {Session}, lane {Lane}: {SentItems} of {InputItems} items, {Bytes} bytes.")]
    public static partial void TurnPlanned(ILogger logger, TurnPlan plan, SessionName session, string? lane, int sentItems, int inputItems, int bytes);

    [LoggerMessage(40, LogLevel.Warning, "No sockets for now, turns go over HTTP; a probe looks again after {Wait}. {Cause}")]
    public static partial void SocketsGivenUp(ILogger logger, string cause, TimeSpan wait);

    [LoggerMessage(43, LogLevel.Debug, "A turn could go neither over a socket nor over HTTP. Beside what its caller is told: {Other}")]
    public static partial void NeitherSocketNorHttp(ILogger logger, string other);

    [LoggerMessage(41, LogLevel.Debug, "Still no socket; the next probe comes after {Wait}.")]
    public static partial void SocketProbeFailed(ILogger logger, TimeSpan wait, Exception cause);

    [LoggerMessage(42, LogLevel.Debug, "Sockets can be opened again.")]
    public static partial void SocketsBack(ILogger logger);

    [LoggerMessage(11, LogLevel.Debug, "Turn completed as {ResponseId} after {Elapsed}.")]
    public static partial void TurnCompleted(ILogger logger, string responseId, TimeSpan elapsed);

    [LoggerMessage(12, LogLevel.Debug, "The context behind a turn is gone ({Reason}); the turn is sent again in full.")]
    public static partial void TurnReplayed(ILogger logger, PlanReason reason);

    [LoggerMessage(13, LogLevel.Debug, "Session {Session} takes no more turns of this kind ({Code}); the turn goes to another.")]
    public static partial void TurnMoved(ILogger logger, SessionName session, string? code);

    [LoggerMessage(14, LogLevel.Debug, "The frame of the turn on session {Session}, lane {Lane} is on the wire.")]
    public static partial void TurnSent(ILogger logger, SessionName session, string? lane);

    [LoggerMessage(70, LogLevel.Debug, "The turn on session {Session}, lane {Lane} goes on with {Messages} steered messages.")]
    public static partial void TurnSteered(ILogger logger, SessionName session, string? lane, int messages);

    [LoggerMessage(15, LogLevel.Debug, "The service refused a turn for now ({Status}, {Code}); it is sent again after {Pause}, and after what the service asked for.")]
    public static partial void TurnRefusedForNow(ILogger logger, HttpStatusCode? status, string? code, TimeSpan pause);

    [LoggerMessage(16, LogLevel.Debug, "A turn waits {Pause} before it is sent again.")]
    public static partial void TurnPauses(ILogger logger, TimeSpan pause);

    [LoggerMessage(17, LogLevel.Debug, "The service asked to be left alone for another {Left}; what is to be sent waits.")]
    public static partial void WaitsForService(ILogger logger, TimeSpan left);

    [LoggerMessage(18, LogLevel.Debug, "Opening a socket failed, try {Failures}; the next one comes after {Pause}. {Cause}")]
    public static partial void ConnectRetried(ILogger logger, int failures, TimeSpan pause, string? cause);

    [LoggerMessage(19, LogLevel.Warning, "TurnCompleted threw {Type}; the turn is not touched by it.")]
    public static partial void CallbackFailed(ILogger logger, string type);
}
