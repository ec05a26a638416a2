using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Costs;

/// <summary>Knows the prompts that were read, by all their prefixes of whole items, and over which connections they came.</summary>
internal sealed class PromptCache
{
    // Two entries per prefix: one of the connection, one of all connections together.
    private const int Capacity = 2 * 100_000;
    private const string Anyone = "";

    private readonly Lock _gate = new();
    // Of the instructions in front of a prefix their length and hash: they can be as long as a request.
    private readonly Dictionary<(UInt128 Prefix, string Connection), (int Length, UInt128 Hash)> _instructions = [];
    private readonly Queue<(UInt128 Prefix, string Connection)> _oldest = new();

    /// <summary>Size of the longest prefix that came over this connection, and of the longest that came over any.</summary>
    public (int Same, int Any) Find(Prompt prompt, string connection)
    {
        var (same, any, items) = (0, 0, 0);
        var begins = new Dictionary<int, UInt128>();
        foreach (var (prefix, tokens) in Prefixes(prompt))
        {
            items += tokens;
            same = Size(prefix, connection) ?? same;
            any = Size(prefix, Anyone) ?? any;
        }

        return (same, any);

        int? Size(UInt128 prefix, string by)
        {
            lock (_gate)
            {
                return _instructions.TryGetValue((prefix, by), out var known) && known.Length <= prompt.Instructions.Length && Begin(known.Length) == known.Hash
                    ? prompt.ToolTokens + TokenCount.OfCharacters(known.Length) + items
                    : null;
            }
        }

        UInt128 Begin(int length) => begins.TryGetValue(length, out var hash) ? hash : begins[length] = Hash(default, prompt.Instructions[..length]);
    }

    /// <summary>Remembers a prompt.</summary>
    public void Keep(Prompt prompt, string connection)
    {
        var prefixes = Prefixes(prompt).Select(static step => step.Prefix).ToList();
        var instructions = (prompt.Instructions.Length, Hash(default, prompt.Instructions));
        lock (_gate)
        {
            foreach (var prefix in prefixes)
            {
                Keep_NeedsLock((prefix, connection), instructions);
                Keep_NeedsLock((prefix, Anyone), instructions);
            }
        }
    }

    private void Keep_NeedsLock((UInt128 Prefix, string Connection) key, (int Length, UInt128 Hash) instructions)
    {
        if (!_instructions.ContainsKey(key))
        {
            _oldest.Enqueue(key);
            if (_oldest.Count > Capacity)
            {
                _instructions.Remove(_oldest.Dequeue());
            }
        }

        _instructions[key] = instructions;
    }

    // Each by the one before it, so that equal means equal from the start on. The first holds no item yet.
    private static IEnumerable<(UInt128 Prefix, int Tokens)> Prefixes(Prompt prompt)
    {
        var prefix = Hash(default, prompt.Shape);
        yield return (prefix, 0);
        foreach (var item in prompt.Items)
        {
            prefix = Hash(prefix, TextOf(item));
            yield return (prefix, TokenCount.Of([item]));
        }
    }

    private static UInt128 Hash(UInt128 before, string text)
    {
        var bytes = new byte[16 + Encoding.UTF8.GetByteCount(text)];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, before);
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(16));
        return BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(bytes));
    }

    // An item that comes back is the same whether or not it lost its id and status, and whether its text is a part or stands alone.
    private static string TextOf(JsonElement item)
    {
        var text = new StringBuilder(item.Text("type") ?? "message").Append('\n').Append(item.Text("role"));
        foreach (var meaning in TokenCount.Texts(item))
        {
            text.Append('\n').Append(meaning);
        }

        return text.ToString();
    }
}
