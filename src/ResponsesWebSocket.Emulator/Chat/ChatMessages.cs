using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Chat;

/// <summary>Turns the messages of a chat completion into input items.</summary>
internal static class ChatMessages
{
    /// <exception cref="RequestRefusedException">The service would refuse the messages.</exception>
    public static JsonArray ToItems(JsonElement body)
    {
        var messages = body.Member("messages", JsonValueKind.Array) ?? throw Refuse(Refusals.Missing("messages"));
        if (messages.GetArrayLength() == 0)
        {
            throw Refuse(Refusals.WrongValue("messages", "the list is empty."));
        }

        var items = new JsonArray();
        var calls = new ChatCallOrder();
        var index = 0;
        foreach (var message in messages.EnumerateArray())
        {
            var path = $"messages[{index++}]";
            calls.Check(message, path);
            Add(items, message, path);
        }

        calls.CheckEnd();
        return items;
    }

    private static void Add(JsonArray items, JsonElement message, string path)
    {
        switch (message.Text("role"))
        {
            case "system" or "developer" or "user":
                items.Add((JsonNode)Message(message, new JsonArray([.. ChatContent.Input(message, path)])));
                break;
            case "assistant":
                AddAssistant(items, message, path);
                break;
            case "tool":
                items.Add((JsonNode)Result(message, path));
                break;
            case null:
                throw Refuse(Refusals.Missing($"{path}.role"));
            case var role:
                throw Refuse(Refusals.WrongValue($"{path}.role", $"'{role}' is none of system, developer, user, assistant, tool."));
        }
    }

    private static void AddAssistant(JsonArray items, JsonElement message, string path)
    {
        JsonNode[] parts = [.. ChatContent.Said(message, path)];
        if (parts.Length > 0)
        {
            items.Add((JsonNode)Message(message, new JsonArray(parts)));
        }

        foreach (var call in ChatCallOrder.CallsOf(message))
        {
            var function = call.Member("function", JsonValueKind.Object) ?? throw Refuse(Refusals.Missing($"{path}.tool_calls.function"));
            items.Add((JsonNode)new JsonObject
            {
                ["type"] = "function_call",
                ["call_id"] = call.Text("id") ?? throw Refuse(Refusals.Missing($"{path}.tool_calls.id")),
                ["name"] = function.Text("name") ?? throw Refuse(Refusals.Missing($"{path}.tool_calls.function.name")),
                ["arguments"] = function.Text("arguments") ?? throw Refuse(Refusals.Missing($"{path}.tool_calls.function.arguments")),
            });
        }
    }

    private static JsonObject Message(JsonElement message, JsonArray content) => new()
    {
        ["type"] = "message",
        ["role"] = message.Text("role"),
        ["content"] = content,
    };

    private static JsonObject Result(JsonElement message, string path) => new()
    {
        ["type"] = "function_call_output",
        ["call_id"] = message.Text("tool_call_id"),
        ["output"] = message.Text("content") is { } text ? text : new JsonArray([.. ChatContent.Input(message, path)]),
    };

    private static RequestRefusedException Refuse(RequestError error) => new(error);
}
