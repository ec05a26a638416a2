using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>From the web search options of Chat Completions to the tool that the Responses API has instead.</summary>
internal static class WebSearch
{
    public const string Name = "WebSearchOptions";

    /// <summary>Null when nothing is to be searched.</summary>
    public static JsonElement? Of(object? options)
    {
        if (RawJson.Of(options, Name) is not { } json)
        {
            return null;
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException($"{Name} must be a JSON object, for example {{\"search_context_size\":\"medium\"}}.");
        }

        var tool = new JsonObject { ["type"] = "web_search" };
        foreach (var member in json.EnumerateObject())
        {
            tool[member.Name] = member.NameEquals("user_location"u8) ? Location(member.Value) : RawNode(member.Value);
        }

        return JsonSerializer.SerializeToElement(tool);
    }

    /// <summary>The older API has the place in an inner object.</summary>
    private static JsonNode? Location(JsonElement location)
    {
        if (location.ValueKind != JsonValueKind.Object || !location.TryGetProperty("approximate"u8, out var place) || place.ValueKind != JsonValueKind.Object)
        {
            return RawNode(location);
        }

        var flat = JsonObject.Create(place)!;
        flat["type"] = "approximate";
        return flat;
    }

    private static JsonNode? RawNode(JsonElement element) => JsonNode.Parse(element.GetRawText());
}
