using System.Text;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Made-up log probabilities, one entry per delta: only their form is the service's.</summary>
internal static class Logprobs
{
    /// <param name="tokens">The tokens.</param>
    /// <param name="alternatives">How many alternatives each entry names; null for no entries at all.</param>
    /// <param name="withBytes">Items spell the bytes of a token out, events do not.</param>
    public static JsonArray Of(IEnumerable<string> tokens, int? alternatives, bool withBytes)
    {
        var entries = new JsonArray();
        foreach (var token in alternatives is null ? [] : tokens)
        {
            var entry = Entry(token, 0, withBytes);
            entry["top_logprobs"] = new JsonArray(
                [.. Enumerable.Range(0, alternatives ?? 0).Select(rank => (JsonNode)Entry(rank == 0 ? token : $"{token}~{rank}", rank, withBytes))]);
            entries.Add((JsonNode)entry);
        }

        return entries;
    }

    private static JsonObject Entry(string token, int rank, bool withBytes)
    {
        var entry = new JsonObject { ["token"] = token, ["logprob"] = -0.25 - rank };
        if (withBytes)
        {
            entry["bytes"] = new JsonArray([.. Encoding.UTF8.GetBytes(token).Select(static value => (JsonNode)(int)value)]);
        }

        return entry;
    }
}
