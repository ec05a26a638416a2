using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Chat;

/// <summary>Tools and the choice among them: chat completions nest what responses have flat.</summary>
internal static class ChatTools
{
    public static void Copy(JsonElement body, JsonObject frame)
    {
        if (body.Member("tools", JsonValueKind.Array) is { } tools)
        {
            frame["tools"] = new JsonArray([.. tools.EnumerateArray().Select(ToTool)]);
        }

        if (body.Member("web_search_options", JsonValueKind.Object) is { } search)
        {
            var all = frame["tools"] as JsonArray ?? [];
            all.Add((JsonNode)WebSearch(search));
            frame["tools"] = all;
        }

        if (body.Text("tool_choice") is { } word)
        {
            frame["tool_choice"] = word;
        }
        else if (body.Member("tool_choice", JsonValueKind.Object) is { } choice)
        {
            frame["tool_choice"] = Function(choice, "tool_choice");
        }
    }

    /// <summary>Lifts the members of the object that is called like the type.</summary>
    public static JsonObject Flatten(JsonElement element)
    {
        var type = element.Text("type");
        var flat = new JsonObject { ["type"] = type };
        if (type is not null && element.Member(type, JsonValueKind.Object) is { } nested)
        {
            foreach (var member in nested.EnumerateObject())
            {
                flat[member.Name] = JsonText.ToNode(member.Value);
            }
        }

        return flat;
    }

    /// <summary>What is a setting here is a tool there, and the place is flat.</summary>
    private static JsonObject WebSearch(JsonElement options)
    {
        var tool = new JsonObject { ["type"] = "web_search" };
        foreach (var option in options.EnumerateObject())
        {
            tool[option.Name] = option.Name == "user_location" ? Flatten(option.Value) : JsonText.ToNode(option.Value);
        }

        return tool;
    }

    private static JsonNode ToTool(JsonElement tool, int index) => Function(tool, $"tools[{index}]");

    private static JsonObject Function(JsonElement element, string path) => element.Text("type") switch
    {
        null => throw new RequestRefusedException(Refusals.Missing($"{path}.type")),
        "function" when element.Member("function", JsonValueKind.Object)?.Text("name") is null or "" =>
            throw new RequestRefusedException(Refusals.Missing($"{path}.function.name")),
        "function" => Flatten(element),
        var type => throw new RequestRefusedException(Refusals.WrongValue($"{path}.type", $"the emulator's chat completions have functions only, not '{type}'.")),
    };
}
