using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>Writes JSON the way the service does: compact, and text outside ASCII as it is.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions NodeOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string WriteObject(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static JsonElement ToElement(JsonNode node) => JsonSerializer.SerializeToElement(node, NodeOptions);

    public static JsonNode? ToNode(JsonElement element) => JsonNode.Parse(element.GetRawText());

    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static void WriteNode(this Utf8JsonWriter writer, string name, JsonNode node)
    {
        writer.WritePropertyName(name);
        node.WriteTo(writer);
    }

    public static void WriteElement(this Utf8JsonWriter writer, string name, JsonElement element)
    {
        writer.WritePropertyName(name);
        element.WriteTo(writer);
    }

    /// <summary>The member if it is there and of this kind.</summary>
    public static JsonElement? Member(this JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == kind ? member : null;

    public static string? Text(this JsonElement element, string name) => element.Member(name, JsonValueKind.String)?.GetString();

    public static bool IsTrue(this JsonElement element, string name) => element.Member(name, JsonValueKind.True) is not null;

    public static bool IsFalse(this JsonElement element, string name) => element.Member(name, JsonValueKind.False) is not null;
}
