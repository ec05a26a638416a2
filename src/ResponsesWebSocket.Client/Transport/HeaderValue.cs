namespace ResponsesWebSocket.Client.Transport;

/// <summary>What can stand in a header.</summary>
internal static class HeaderValue
{
    /// <summary>The framework sends printable ASCII in headers, and nothing else.</summary>
    public static bool CanBeSent(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
