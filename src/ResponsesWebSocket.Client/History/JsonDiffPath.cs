using System.Globalization;
using System.Text;
using System.Text.Json;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.History;

/// <summary>
/// Where an item differs from the one that stood in its place: the path of the first member that differs, of those that are
/// compared. Names only, never a value; and since names below arguments and outputs may be anybody's words, each is cut short and
/// reduced to plain characters.
/// </summary>
internal static class JsonDiffPath
{
    private const int LongestName = 40;
    private const int LongestPath = 200;

    /// <returns>Null when the items differ only in what is not compared.</returns>
    public static string? Between(ConversationItem before, ConversationItem now)
    {
        if (before.Fingerprint == now.Fingerprint)
        {
            return null;
        }

        using var old = JsonDocument.Parse(before.Utf8Json);
        using var changed = JsonDocument.Parse(now.Utf8Json);
        var path = before.Kind != now.Kind ? "type" : now.Kind switch
        {
            ItemKind.Message => OfMessage(old.RootElement, changed.RootElement),
            ItemKind.FunctionCall => OfStrings(old.RootElement, changed.RootElement, "call_id", "namespace", "name") ?? OfArguments(before.Arguments ?? "", now.Arguments ?? ""),
            ItemKind.FunctionCallOutput => OfStrings(old.RootElement, changed.RootElement, "call_id") ?? OfMember(old.RootElement, changed.RootElement, "output"),
            _ => OfMembers(old.RootElement, changed.RootElement, "", static name => name is "id" or "status" or "created_by") ?? "id",
        };
        return path is { Length: > LongestPath } ? path[..LongestPath] + "…" : path;
    }

    private static string? OfMessage(JsonElement old, JsonElement now) =>
        OfStrings(old, now, "role") ?? (MessageContent.Of(old).FirstDifference(MessageContent.Of(now)) is { } difference ? Content(difference) : "content");

    private static string Content(MessageContent.Difference difference) => difference switch
    {
        { Part: null } => "content",
        { Before: { } before, Now: { } now, Part: { } part } => Of(before, now, At("content", part)) ?? At("content", part),
        { Part: { } part, IsText: true } => $"{At("content", part)}.text",
        { Part: { } part } => At("content", part),
    };

    private static string? OfStrings(JsonElement old, JsonElement now, params string[] names) =>
        Array.Find(names, name => old.StringOf(Encoding.UTF8.GetBytes(name)) != now.StringOf(Encoding.UTF8.GetBytes(name)));

    private static string? OfMember(JsonElement old, JsonElement now, string name) => (old.TryGetProperty(name, out var before), now.TryGetProperty(name, out var after)) switch
    {
        (true, true) => Of(before, after, name),
        (false, false) => null,
        _ => name,
    };

    /// <summary>Arguments are JSON inside a string, as a rule.</summary>
    private static string? OfArguments(string old, string now)
    {
        try
        {
            using var before = JsonDocument.Parse(old);
            using var after = JsonDocument.Parse(now);
            return Of(before.RootElement, after.RootElement, "arguments");
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            // No JSON, or no valid Unicode: compared as text, and the text has no members.
            return old == now ? null : "arguments";
        }
    }

    private static string? Of(JsonElement old, JsonElement now, string path) => (old.ValueKind, now.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => OfMembers(old, now, path, static _ => false),
        (JsonValueKind.Array, JsonValueKind.Array) => OfElements(old, now, path),
        (JsonValueKind.String, JsonValueKind.String) => old.GetString() == now.GetString() ? null : path,
        var (before, after) => before == after && old.GetRawText() == now.GetRawText() ? null : path,
    };

    private static string? OfMembers(JsonElement old, JsonElement now, string path, Func<string, bool> isPassedOver)
    {
        foreach (var member in now.EnumerateObject().Concat(old.EnumerateObject()).Where(member => !isPassedOver(member.Name)))
        {
            var below = Below(path, member.Name);
            var isInBoth = old.TryGetProperty(member.Name, out var before) & now.TryGetProperty(member.Name, out var after);
            if ((isInBoth ? Of(before, after, below) : below) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private static string? OfElements(JsonElement old, JsonElement now, string path)
    {
        var both = Math.Min(old.GetArrayLength(), now.GetArrayLength());
        for (var index = 0; index < both; index++)
        {
            if (Of(old[index], now[index], At(path, index)) is { } difference)
            {
                return difference;
            }
        }

        return old.GetArrayLength() == now.GetArrayLength() ? null : At(path, both);
    }

    private static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    private static string Below(string path, string name)
    {
        var plain = string.Concat(name.Take(LongestName).Select(static character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '$' ? character : '?'));
        plain = name.Length > LongestName ? plain + "…" : plain;
        return path.Length == 0 ? plain : $"{path}.{plain}";
    }
}
