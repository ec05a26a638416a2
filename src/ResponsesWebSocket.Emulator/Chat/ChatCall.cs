using System.Text;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Chat;

/// <summary>A function call of a chat message while it is streamed.</summary>
internal sealed class ChatCall(int index, string? id, string? name)
{
    private readonly StringBuilder _arguments = new();

    /// <summary>The delta that announces the call; later ones only name its index.</summary>
    public JsonObject Begin()
    {
        var call = ToJson();
        call["index"] = index;
        return Delta(call);
    }

    public JsonObject Append(string? arguments)
    {
        _arguments.Append(arguments);
        return Delta(new() { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = arguments } });
    }

    public JsonObject ToJson() => new()
    {
        ["id"] = id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = name, ["arguments"] = _arguments.ToString() },
    };

    private static JsonObject Delta(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };
}
