using System.Text;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Faults;

/// <summary>A JSON value that knows its line. The framework's documents do not keep positions.</summary>
internal sealed class LocatedJson
{
    private LocatedJson(int line, JsonElement value)
    {
        Line = line;
        Value = value;
    }

    public int Line { get; }

    /// <summary>The value itself, with everything inside.</summary>
    public JsonElement Value { get; }

    /// <summary>The members of an object.</summary>
    public Dictionary<string, LocatedJson> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>The items of an array.</summary>
    public List<LocatedJson> Items { get; } = [];

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
            return Locate(ref reader, bytes, document.RootElement.Clone());
        }
        catch (JsonException exception)
        {
            throw new FaultPlanException((int)(exception.LineNumber ?? 0) + 1, "no valid JSON here.", exception);
        }
    }

    // Walks the tokens beside the document, which has the values.
    private static LocatedJson Locate(ref Utf8JsonReader reader, byte[] bytes, JsonElement value)
    {
        var located = new LocatedJson(1 + bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n'), value);
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                reader.Read();
                var line = 1 + bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
                reader.Read();
                if (!located.Members.TryAdd(member.Name, Locate(ref reader, bytes, member.Value)))
                {
                    throw new FaultPlanException(line, $"'{member.Name}' is given twice.");
                }
            }

            reader.Read();
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                reader.Read();
                located.Items.Add(Locate(ref reader, bytes, item));
            }

            reader.Read();
        }

        return located;
    }
}
