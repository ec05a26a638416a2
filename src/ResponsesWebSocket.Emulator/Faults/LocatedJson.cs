using System.Text;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Faults;

/// <summary>A JSON value that knows its place. The framework's documents do not keep positions.</summary>
internal sealed class LocatedJson
{
    private readonly byte[] _text;
    private readonly int _offset;

    private LocatedJson(byte[] text, long offset, string path, JsonElement value)
    {
        _text = text;
        _offset = (int)offset;
        Path = path;
        Value = value;
    }

    // Both are counted when somebody asks, which only a mistake does: counting for every value of a large file would take long.
    public int Line => 1 + Before.Count((byte)'\n');

    public int Column => 1 + Encoding.UTF8.GetCharCount(Before[(Before.LastIndexOf((byte)'\n') + 1)..]);

    /// <summary>Where it lies in the whole, for example <c>$.faults[0].do</c>.</summary>
    public string Path { get; }

    /// <summary>The value itself, with everything inside.</summary>
    public JsonElement Value { get; }

    /// <summary>The members of an object.</summary>
    public Dictionary<string, LocatedJson> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>The items of an array.</summary>
    public List<LocatedJson> Items { get; } = [];

    private ReadOnlySpan<byte> Before => _text.AsSpan(0, _offset);

    /// <exception cref="FaultPlanException">The text is no JSON.</exception>
    public static LocatedJson Parse(string text)
    {
        var options = new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            using var document = JsonDocument.Parse(bytes, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var reader = new Utf8JsonReader(bytes, options);
            reader.Read();
            return Locate(ref reader, bytes, "$", document.RootElement.Clone());
        }
        catch (JsonException exception)
        {
            // What follows is the position once more, in another way of counting.
            var reason = exception.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
            throw new FaultPlanException((int)(exception.LineNumber ?? 0) + 1, $"no valid JSON here: {reason}", exception)
            {
                Column = (int)(exception.BytePositionInLine ?? 0) + 1,
            };
        }
    }

    // Walks the tokens beside the document, which has the values.
    private static LocatedJson Locate(ref Utf8JsonReader reader, byte[] bytes, string path, JsonElement value)
    {
        var located = new LocatedJson(bytes, reader.TokenStartIndex, path, value);
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                reader.Read();
                var name = new LocatedJson(bytes, reader.TokenStartIndex, $"{path}.{member.Name}", member.Value);
                reader.Read();
                if (!located.Members.TryAdd(member.Name, Locate(ref reader, bytes, name.Path, member.Value)))
                {
                    throw new FaultPlanException(name, $"'{member.Name}' is given twice.");
                }
            }

            reader.Read();
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                reader.Read();
                located.Items.Add(Locate(ref reader, bytes, $"{path}[{located.Items.Count}]", item));
            }

            reader.Read();
        }

        return located;
    }
}
