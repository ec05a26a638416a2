namespace ResponsesWebSocket.Client.Transport;

/// <summary>The headers of upgrades and of HTTP requests: the same, made in one place.</summary>
internal static class RequestHeaders
{
    /// <summary>The framework sends printable ASCII in headers, and nothing else.</summary>
    public static bool CanBeSent(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <param name="options">What to send; a header of the application's own wins over the client's of that name.</param>
    /// <param name="token">The bearer token, if there is one.</param>
    public static IEnumerable<(string Name, string Value)> Of(ResponsesWebSocketOptions options, string? token)
    {
        var headers = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Authorization"] = string.IsNullOrWhiteSpace(token) ? null : $"Bearer {token}",
            ["OpenAI-Organization"] = options.Organization,
            ["OpenAI-Project"] = options.Project,
        };
        foreach (var (name, value) in options.Headers)
        {
            headers[name] = value;
        }

        foreach (var (name, value) in headers)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                yield return (name, value);
            }
        }
    }
}
