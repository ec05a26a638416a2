using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>The body of a stand-alone compaction, and its answer.</summary>
internal sealed record CompactRequest(JsonElement Body, IReadOnlyList<JsonElement> Input)
{
    private static readonly string[] Members =
    [
        "model", "input", "instructions", "previous_response_id", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention",
        "service_tier", "image",
    ];

    public string? PreviousResponseId => Body.Text("previous_response_id");

    /// <exception cref="RequestRefusedException">The service would refuse the body.</exception>
    public static CompactRequest Read(JsonElement body, Func<string, JsonElement?> findItem)
    {
        foreach (var member in body.EnumerateObject().Where(static member => !Members.Contains(member.Name)))
        {
            throw new RequestRefusedException(Refusals.UnsupportedParameter(member.Name));
        }

        if (body.Text("model") is null)
        {
            throw new RequestRefusedException(Refusals.Missing("model"));
        }

        return new(body, ReadInput(body, findItem));
    }

    /// <summary>The window that stands for the context from now on: all user messages, then a compaction of everything else.</summary>
    public JsonObject Answer(IReadOnlyList<JsonElement> context, DateTimeOffset created)
    {
        var ids = new ResponseIds(created);
        var all = CompactionItem.Expand(context);
        var compaction = new JsonObject
        {
            ["type"] = CompactionItem.Type,
            ["id"] = ids.Next("cmp_"),
            ["encrypted_content"] = CompactionItem.Pack([.. all.Where(static item => !IsUserMessage(item))]),
        };
        var usage = new Usage(
            TokenCount.Of(context) + TokenCount.Of(Body.Text("instructions")), 0, TokenCount.Of([JsonText.ToElement(compaction)]));
        return new()
        {
            ["id"] = ids.Next("resp_"),
            ["object"] = "response.compaction",
            ["created_at"] = created.ToUnixTimeSeconds(),
            ["output"] = new JsonArray([.. all.Where(IsUserMessage).Select(Bare), compaction]),
            ["usage"] = usage.ToJson(),
        };
    }

    private static IReadOnlyList<JsonElement> ReadInput(JsonElement body, Func<string, JsonElement?> findItem)
    {
        if (!body.TryGetProperty("input", out var input) || input.ValueKind == JsonValueKind.Null)
        {
            return body.Text("previous_response_id") is null ? throw new RequestRefusedException(Refusals.Missing("input")) : [];
        }

        return input.ValueKind switch
        {
            JsonValueKind.String => [UserText.ToMessage(input.GetString() ?? string.Empty)],
            JsonValueKind.Array => [.. input.EnumerateArray().Select((item, index) => InputItems.Check(item, index, remembers: true, findItem))],
            _ => throw new RequestRefusedException(
                Refusals.WrongType("input", "string or array", input.ValueKind.ToString().ToLowerInvariant())),
        };
    }

    private static bool IsUserMessage(JsonElement item) => item.Text("role") == "user";

    // Without id, since the window is made to be sent where nothing is stored.
    private static JsonNode? Bare(JsonElement item)
    {
        if (item.Text("content") is { } text)
        {
            return JsonNode.Parse(UserText.ToMessage(text).GetRawText());
        }

        var message = new JsonObject { ["type"] = "message" };
        foreach (var member in item.EnumerateObject().Where(static member => member.Name is not ("type" or "id")))
        {
            message[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }

        return message;
    }
}
