using System.Text.Json;
using System.Text.RegularExpressions;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>The lane names that a connection has used. Checked when a frame arrives; a name is never given back.</summary>
internal sealed partial class LaneNames(bool areKnown, bool refusesNull)
{
    private const int Limit = 32;

    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>The lane that a frame names; null for the default lane. Null in JSON counts as absent unless told otherwise.</summary>
    /// <returns>The name, or why the frame is refused together with the name to put into the error frame.</returns>
    public (string? StreamId, RequestError? Error) Read(JsonElement frame)
    {
        if (!frame.TryGetProperty("stream_id", out var member) || member.ValueKind == JsonValueKind.Null && !refusesNull)
        {
            return (null, null);
        }

        if (!areKnown)
        {
            return (null, Refusals.UnsupportedParameter("stream_id"));
        }

        var name = member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        if (name is null || !Grammar().IsMatch(name))
        {
            // A name that breaks the grammar cannot be used to address the answer either.
            return (null, Refusals.InvalidStreamId);
        }

        if (!_used.Contains(name) && _used.Count == Limit)
        {
            return (name, Refusals.StreamLimit(Limit));
        }

        _used.Add(name);
        return (name, null);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,256}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Grammar();
}
