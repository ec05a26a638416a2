using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Chat;

/// <summary>Turns the content of one chat message into content parts of an item.</summary>
internal static class ChatContent
{
    /// <summary>What the model is told. A bare string becomes one part, so that both spellings mean the same.</summary>
    public static IEnumerable<JsonNode> Input(JsonElement message, string path)
    {
        var parts = Parts(message) ?? throw Refuse(Refusals.Missing($"{path}.content"));
        return parts.Select((part, index) => InputPart(part, $"{path}.content[{index}]"));
    }

    /// <summary>What the model said earlier; nothing when it only made calls.</summary>
    public static IEnumerable<JsonNode> Said(JsonElement message, string path)
    {
        var said = (Parts(message) ?? []).Select((part, index) => part.Text("type") switch
        {
            "text" => OutputText(part.Text("text")),
            "refusal" => Refusal(part.Text("refusal")),
            var type => throw Unsupported(type, $"{path}.content[{index}]"),
        });
        return message.Text("refusal") is { } refusal ? said.Append(Refusal(refusal)) : said;
    }

    private static JsonElement[]? Parts(JsonElement message) => message.Text("content") is { } text
        ? [JsonText.ToElement(new JsonObject { ["type"] = "text", ["text"] = text })]
        : message.Member("content", JsonValueKind.Array)?.EnumerateArray().ToArray();

    private static JsonNode InputPart(JsonElement part, string path)
    {
        switch (part.Text("type"))
        {
            case "text":
                return new JsonObject { ["type"] = "input_text", ["text"] = part.Text("text") };
            case "image_url" when part.Member("image_url", JsonValueKind.Object) is { } image:
                return new JsonObject { ["type"] = "input_image", ["image_url"] = image.Text("url"), ["detail"] = image.Text("detail") ?? "auto" };
            case "file":
                var file = ChatTools.Flatten(part);
                file["type"] = "input_file";
                return file;
            case "input_audio" when part.Member("input_audio", JsonValueKind.Object) is { } sound:
                // The models are told of sound as of any other file: a create has no part for it.
                return new JsonObject
                {
                    ["type"] = "input_file",
                    ["filename"] = $"audio.{sound.Text("format")}",
                    ["file_data"] = $"data:audio/{sound.Text("format")};base64,{sound.Text("data")}",
                };
            case var type:
                throw Unsupported(type, path);
        }
    }

    private static JsonNode OutputText(string? text) => new JsonObject { ["type"] = "output_text", ["text"] = text };

    private static JsonNode Refusal(string? text) => new JsonObject { ["type"] = "refusal", ["refusal"] = text };

    private static RequestRefusedException Unsupported(string? type, string path) =>
        Refuse(Refusals.WrongValue(path, $"'{type}' is not supported here."));

    private static RequestRefusedException Refuse(RequestError error) => new(error);
}
