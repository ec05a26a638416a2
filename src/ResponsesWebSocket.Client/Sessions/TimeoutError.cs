using System.Globalization;

namespace ResponsesWebSocket.Client.Sessions;

/// <summary>The failure of a turn that heard nothing for too long.</summary>
internal static class TimeoutError
{
    public static ConnectionLostException Of(WaitPhase phase, InactivityTimeouts limits, int session, string? lane)
    {
        var (what, option, limit) = phase switch
        {
            WaitPhase.Write => ("The frame could not be written", nameof(ResponsesWebSocketOptions.InterEventTimeout), limits.InterEvent),
            WaitPhase.FirstEvent => ("The service sent no event for the turn", nameof(ResponsesWebSocketOptions.FirstEventTimeout), limits.FirstEvent),
            _ => ("The service sent no further event for the turn", nameof(ResponsesWebSocketOptions.InterEventTimeout), limits.InterEvent),
        };
        return new(string.Create(
            CultureInfo.InvariantCulture,
            $"{what} within {option} ({limit}); session {session}, lane {lane ?? "default"}. Raise {option} if such a silence is to be expected of the model."))
        {
            IsStall = true,
        };
    }
}
