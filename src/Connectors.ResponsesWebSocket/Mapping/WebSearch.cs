using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenAI.Chat;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>From the web search options of Chat Completions to the tool that the Responses API has instead.</summary>
internal static class WebSearch
{
    public const string Name = "WebSearchOptions";

    /// <summary>Null when nothing is to be searched.</summary>
    public static JsonElement? Of(object? options)
    {
        if (Json(options) is not { } json)
        {
            return null;
        }

        var tool = new JsonObject { ["type"] = "web_search" };
        foreach (var member in json.EnumerateObject())
        {
            tool[member.Name] = member.NameEquals("user_location"u8) ? Location(member.Value) : RawJson.Node(member.Value);
        }

        return JsonSerializer.SerializeToElement(tool);
    }

    /// <summary>What the client's model can read, in the caller's own words.</summary>
    /// <exception cref="NotSupportedException">Not a form that the stock connector knows.</exception>
    private static JsonElement? Json(object? options) => options switch
    {
        null => null,
        ChatWebSearchOptions known => OpenAISdkReflection.Json(known),
        string text => Read(text),
        JsonElement element => Read(element.GetRawText()),
        _ => throw new NotSupportedException($"The provided web search options '{options.GetType()}' is not supported."),
    };

    private static JsonElement? Read(string json) => ModelReaderWriter.Read<ChatWebSearchOptions>(BinaryData.FromString(json)) is null
        ? null
        : JsonSerializer.Deserialize<JsonElement>(json);

    /// <summary>The older API has the place in an inner object.</summary>
    private static JsonNode? Location(JsonElement location)
    {
        if (location.ValueKind != JsonValueKind.Object || !location.TryGetProperty("approximate"u8, out var place) || place.ValueKind != JsonValueKind.Object)
        {
            return RawJson.Node(location);
        }

        var flat = JsonObject.Create(place)!;
        flat["type"] = "approximate";
        return flat;
    }
}
