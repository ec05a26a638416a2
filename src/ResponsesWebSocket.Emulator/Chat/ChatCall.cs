using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

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

/// <summary>Chat completions are stricter than responses about where results stand: right behind the message that made the calls.</summary>
internal sealed class ChatCallOrder
{
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    public static IEnumerable<JsonElement> CallsOf(JsonElement message) =>
        message.Text("role") == "assistant" && message.Member("tool_calls", JsonValueKind.Array) is { } calls ? calls.EnumerateArray() : [];

    /// <summary>Looks at the next message.</summary>
    public void Check(JsonElement message, string path)
    {
        if (message.Text("role") == "tool")
        {
            var callId = message.Text("tool_call_id")
                ?? throw new RequestRefusedException(Refusals.Missing($"{path}.tool_call_id"));
            if (!_open.Remove(callId))
            {
                throw new RequestRefusedException(new(
                    400, null, $"A message of role 'tool' must answer one of the 'tool_calls' right in front of it; '{callId}' does not.", $"{path}.role"));
            }

            return;
        }

        CheckEnd();
        foreach (var call in CallsOf(message))
        {
            _open.Add(call.Text("id") ?? string.Empty);
        }
    }

    /// <summary>Every call needs its answer before anything else is said.</summary>
    public void CheckEnd()
    {
        if (_open.Count > 0)
        {
            throw new RequestRefusedException(new(
                400, null, $"A message with 'tool_calls' must be followed by tool messages for each of them; missing: {string.Join(", ", _open)}.", "messages"));
        }
    }
}
