using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>Compaction items. The service's are encrypted summaries; the emulator's carry the items that they stand for, packed, so that nothing
/// is forgotten and a test sees whether a client kept the item. Opaque all the same: no client may look inside.</summary>
internal static class CompactionItem
{
    public const string Type = "compaction";

    // How much smaller a compaction is than what it stands for, as far as tokens are counted.
    private const int Ratio = 10;

    // A few bytes can be made to unpack to gigabytes. No request can hold more than this by default.
    private const int MaximumBytes = 64 * 1024 * 1024;

    /// <summary>The encrypted content of an item that stands for these.</summary>
    public static string Pack(IReadOnlyList<JsonElement> items)
    {
        var content = new JsonObject
        {
            ["tokens"] = Math.Max(1, TokenCount.Of(items) / Ratio),
            ["items"] = new JsonArray([.. Expand(items).Select(static item => JsonNode.Parse(item.GetRawText()))]),
        };
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(Encoding.UTF8.GetBytes(JsonText.ToElement(content).GetRawText()));
        }

        return Convert.ToBase64String(packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }

    /// <summary>The items with those in place of each compaction that it stands for.</summary>
    public static IReadOnlyList<JsonElement> Expand(IReadOnlyList<JsonElement> items) => items.Any(IsCompaction)
        ? [.. items.SelectMany(static item => Unpack(item)?.Member("items", JsonValueKind.Array) is { } inner ? inner.EnumerateArray().ToArray() : [item])]
        : items;

    /// <summary>The size of a compaction as rendered; null when the item is none, or not one of the emulator's.</summary>
    public static int? TokensOf(JsonElement item) => Unpack(item)?.Member("tokens", JsonValueKind.Number)?.GetInt32();

    private static bool IsCompaction(JsonElement item) => item.Text("type") == Type;

    private static JsonElement? Unpack(JsonElement item)
    {
        if (!IsCompaction(item) || item.Text("encrypted_content") is not { } content || !Base64.IsValid(content))
        {
            return null;
        }

        try
        {
            using var deflate = new DeflateStream(new MemoryStream(Convert.FromBase64String(content)), CompressionMode.Decompress);
            return ReadAtMost(deflate, MaximumBytes) is { } json ? JsonText.Parse(json) : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException)
        {
            // Somebody else's: it stays what it is, an item that nobody can read.
            return null;
        }
    }

    private static string? ReadAtMost(Stream stream, int maximum)
    {
        var unpacked = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int count; (count = stream.Read(chunk)) > 0;)
        {
            unpacked.Write(chunk, 0, count);
            if (unpacked.Length > maximum)
            {
                return null;
            }
        }

        return Encoding.UTF8.GetString(unpacked.GetBuffer(), 0, (int)unpacked.Length);
    }
}

/// <summary>Opaque content that looks like the service's. Its form shows whether it is whole, so that a client which kept the piece from
/// <c>response.output_item.added</c> is found out when it sends it back.</summary>
internal static class EncryptedContent
{
    private const string Start = "gAAAAABq";
    private const string End = "==";

    public static string Next() => Start + RandomNumberGenerator.GetHexString(86, lowercase: true) + End;

    /// <summary>What <c>response.output_item.added</c> shows of it.</summary>
    public static string Piece(string whole) => whole[..(whole.Length / 2)];

    /// <summary>Whether it began as content of this emulator and lost its end.</summary>
    public static bool IsCutShort(string content) =>
        content.StartsWith(Start, StringComparison.Ordinal) && !content.EndsWith(End, StringComparison.Ordinal);
}
