using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>User messages in their long form, in which contexts hold them, so that both spellings mean the same.</summary>
internal static class UserText
{
    public static JsonElement ToMessage(string text) => JsonText.ToElement(new JsonObject
    {
        ["type"] = "message",
        ["role"] = "user",
        ["content"] = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = text }),
    });
}
