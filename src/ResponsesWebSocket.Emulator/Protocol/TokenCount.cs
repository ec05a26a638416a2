using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>The emulator's measure of text: one token for each four characters begun, per item. Not a tokenizer; it only has to be the same
/// for the same content, whichever way the content reached the server.</summary>
internal static class TokenCount
{
    private static readonly string[] Meaning = ["text", "refusal", "name", "arguments", "input", "output", "encrypted_content", "image_url", "file_data"];

    public static int Of(string? text) => ((text?.Length ?? 0) + 3) / 4;

    public static int Of(IEnumerable<JsonElement> items) => items.Sum(static item => CompactionItem.TokensOf(item) ?? (Characters(item) + 3) / 4);

    // Ids, roles and statuses are not counted: a replayed item has the size of the original although it lost its id.
    private static int Characters(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return 0;
        }

        var sum = Meaning.Sum(name => item.Text(name)?.Length ?? 0);
        sum += item.Text("content")?.Length ?? 0;
        foreach (var list in new[] { "content", "output", "summary" })
        {
            sum += item.Member(list, JsonValueKind.Array)?.EnumerateArray().Sum(Characters) ?? 0;
        }

        return sum + (item.Member("tools", JsonValueKind.Array)?.GetRawText().Length ?? 0);
    }
}
