using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Chat;

/// <summary>Ends a text in front of the first stop sequence. What could be the beginning of one is held back until the next piece.</summary>
internal sealed class ChatStop
{
    private readonly string[] _sequences;
    private readonly int _longest;
    private string _held = string.Empty;

    public ChatStop(JsonElement body)
    {
        string?[] given = body.Text("stop") is { } one ? [one] : [.. (body.Member("stop", JsonValueKind.Array)?.EnumerateArray() ?? default).Select(static stop => stop.GetString())];
        _sequences = [.. given.OfType<string>().Where(static stop => stop.Length > 0)];
        _longest = _sequences.Length == 0 ? 0 : _sequences.Max(static stop => stop.Length);
    }

    public bool HasStopped { get; private set; }

    /// <summary>What of the text so far is certain to be told now.</summary>
    public string Take(string? delta)
    {
        if (HasStopped)
        {
            return string.Empty;
        }

        var text = _held + delta;
        var ends = _sequences.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(static at => at >= 0).ToList();
        if (ends.Count > 0)
        {
            HasStopped = true;
            _held = string.Empty;
            return text[..ends.Min()];
        }

        var kept = Math.Min(Math.Max(_longest - 1, 0), text.Length);
        while (kept > 0 && !_sequences.Any(stop => stop.StartsWith(text[^kept..], StringComparison.Ordinal)))
        {
            kept--;
        }

        _held = text[^kept..];
        return text[..^kept];
    }

    /// <summary>What was held back when the text ends.</summary>
    public string End()
    {
        var rest = _held;
        _held = string.Empty;
        return rest;
    }
}
