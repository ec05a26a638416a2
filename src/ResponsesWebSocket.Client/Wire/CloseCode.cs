namespace ResponsesWebSocket.Client.Wire;

/// <summary>What a close code means for the turn it hit.</summary>
internal static class CloseCode
{
    public const int TooLarge = 1009;

    /// <summary>
    /// Protocol errors, policy and size: the same frame would end the next socket in the same way. All other codes, 1000
    /// included, say that this socket is over and nothing about the turn.
    /// </summary>
    public static bool MayPass(int? status) => status is not (1002 or 1003 or 1007 or 1008 or TooLarge or 1010);

    /// <summary>Restart, and come back later: the next socket would meet the same at once.</summary>
    public static bool AsksForTime(int? status) => status is 1012 or 1013;

    public static ConnectionLostException ToException(int? status, string? reason) =>
        new($"The service closed the socket ({status}: {(string.IsNullOrEmpty(reason) ? "no reason" : reason)}).{AdviceFor(status)}")
        {
            CloseStatus = status,
            IsTransient = MayPass(status),
        };

    private static string AdviceFor(int? status) => status switch
    {
        TooLarge => " The frame was too large for it: shorten the history, or lower MaxFrameBytes to be told before it is sent.",
        1008 => " It names a policy: check what the key may do and how many sockets are open.",
        _ => "",
    };
}
