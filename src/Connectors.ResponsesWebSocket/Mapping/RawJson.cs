using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>Reads settings whose value is JSON, in the forms in which applications hold it.</summary>
internal static class RawJson
{
    /// <summary>Null for null, also when it is JSON's own.</summary>
    /// <param name="value">Text, an element, a node, a dictionary, a list or a model of OpenAI's SDK.</param>
    /// <param name="setting">What to call it in an error.</param>
    public static JsonElement? Of(object? value, string setting) => value switch
    {
        null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        string text => Parsed(text, setting),
        JsonElement { ValueKind: JsonValueKind.String } text => Parsed(text.GetString()!, setting),
        JsonElement element => element,
        JsonDocument document => document.RootElement,
        JsonNode or IEnumerable => Element(value),
        _ => OpenAISdkReflection.Json(value) ?? throw new NotSupportedException($"{setting} of type '{value.GetType()}' is not supported. Give it as JSON."),
    };

    /// <summary>Any value that has a JSON form, text as text. What has none is the serializer's error, as on the stock connector.</summary>
    public static JsonElement Element(object? value) => value is null ? JsonSerializer.SerializeToElement<object?>(null)
        : OpenAISdkReflection.Json(value)
            ?? (OpenAISdkReflection.Word(value) is { } word ? JsonSerializer.SerializeToElement(word) : JsonSerializer.SerializeToElement(value, value.GetType()));

    /// <summary>The same value as a node, to be changed or put into another one.</summary>
    public static JsonNode? Node(JsonElement element) => JsonNode.Parse(element.GetRawText());

    public static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(static text => (JsonNode)text)]);

    /// <summary>An object of the members that have a value.</summary>
    public static JsonObject Object(params (string Name, JsonNode? Value)[] members) =>
        new(members.Where(static member => member.Value is not null).Select(static member => KeyValuePair.Create(member.Name, member.Value)));

    /// <summary>The parser's own message is left out of the text: it may quote what it read.</summary>
    private static JsonElement Parsed(string text, string setting)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException cause)
        {
            throw new ArgumentException($"{setting} is text that is not JSON.", cause);
        }
    }
}
