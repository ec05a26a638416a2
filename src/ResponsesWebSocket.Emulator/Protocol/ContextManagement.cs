using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>The <c>context_management</c> member of a create.</summary>
internal static class ContextManagement
{
    private const int SmallestThreshold = 1000;

    public static void Check(JsonElement frame)
    {
        var entries = frame.Member("context_management", JsonValueKind.Array) is { } list ? list.EnumerateArray().ToArray() : [];
        for (var i = 0; i < entries.Length; i++)
        {
            var path = $"context_management[{i}]";
            if (entries[i].Text("type") != CompactionItem.Type)
            {
                throw new RequestRefusedException(Refusals.WrongValue($"{path}.type", "the only type is 'compaction'."));
            }

            CheckThreshold(entries[i], $"{path}.compact_threshold");
        }
    }

    /// <summary>Rendered tokens from which on the server compacts; null when it does not. A threshold of null leaves the choice to the service,
    /// and the emulator chooses never.</summary>
    public static int? Threshold(JsonElement frame) => frame.Member("context_management", JsonValueKind.Array) is { } list
        ? list.EnumerateArray().Select(static entry => entry.Member("compact_threshold", JsonValueKind.Number)?.GetInt32()).Min()
        : null;

    private static void CheckThreshold(JsonElement entry, string path)
    {
        if (!entry.TryGetProperty("compact_threshold", out var threshold) || threshold.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (threshold.ValueKind != JsonValueKind.Number || !threshold.TryGetInt32(out var tokens))
        {
            throw new RequestRefusedException(Refusals.WrongType(path, "integer", threshold.ValueKind.ToString().ToLowerInvariant()));
        }

        if (tokens < SmallestThreshold)
        {
            throw new RequestRefusedException(Refusals.WrongValue(path, $"the smallest threshold is {SmallestThreshold}."));
        }
    }
}
