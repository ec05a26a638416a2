using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>Settings that a chain carries along by <c>configuration_update</c> items.</summary>
internal static class Configuration
{
    /// <summary>The frame with the settings as they take effect: of each, the last update counts, and it goes before what the frame itself says.</summary>
    public static JsonElement Apply(JsonElement frame, IReadOnlyList<JsonElement> context)
    {
        var effort = LastUpdate(context, "reasoning", "effort");
        var format = LastUpdate(context, "text", "format");
        if (effort is null && format is null)
        {
            return frame;
        }

        var settings = JsonObject.Create(frame) ?? [];
        if (effort is { } newEffort)
        {
            var reasoning = Own(frame, "reasoning") ?? new() { ["summary"] = null };
            reasoning["effort"] = JsonNode.Parse(newEffort.GetRawText());
            settings["reasoning"] = reasoning;
        }

        if (format is { } newFormat)
        {
            var text = Own(frame, "text") ?? new() { ["verbosity"] = "medium" };
            text["format"] = JsonNode.Parse(newFormat.GetRawText());
            settings["text"] = text;
        }

        return JsonText.ToElement(settings);
    }

    private static JsonElement? LastUpdate(IReadOnlyList<JsonElement> context, string group, string member) => context
        .Where(static item => item.Text("type") == ControlItems.ConfigurationUpdate)
        .Select(item => item.Member(group, JsonValueKind.Object) is { } settings && settings.TryGetProperty(member, out var value) ? value : (JsonElement?)null)
        .LastOrDefault(static value => value is not null);

    private static JsonObject? Own(JsonElement frame, string name) =>
        frame.Member(name, JsonValueKind.Object) is { } settings ? JsonObject.Create(settings) : null;
}
