using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>Checks one input item.</summary>
internal static class InputItems
{
    private static readonly FrozenSet<string> Types = FrozenSet.ToFrozenSet(
        [
            "message", "function_call", "function_call_output", "custom_tool_call", "custom_tool_call_output", "reasoning", "item_reference",
            "compaction", "compaction_trigger", "additional_tools", "configuration_update", "program", "program_output", "web_search_call",
            "file_search_call", "code_interpreter_call", "image_generation_call", "mcp_list_tools", "mcp_approval_request",
            "mcp_approval_response", "mcp_call", "computer_call", "computer_call_output", "local_shell_call", "local_shell_call_output",
            "shell_call", "shell_call_output", "apply_patch_call", "apply_patch_call_output", "tool_search_call", "tool_search_output",
        ],
        StringComparer.Ordinal);

    private static readonly string[] ServerPrefixes = ["msg_", "fc_", "rs_"];
    private static readonly string[] Roles = ["user", "assistant", "system", "developer"];

    /// <summary>Returns the item for the context: the item itself, or what an item reference stands for.</summary>
    public static JsonElement Check(JsonElement item, int index, bool remembers, Func<string, JsonElement?> findItem)
    {
        var path = $"input[{index}]";
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw Refuse(Refusals.WrongType(path, "object", item.ValueKind.ToString().ToLowerInvariant()));
        }

        // Only messages and references may leave their type out.
        var type = item.Text("type") ?? (item.Text("role") is null ? IsBareReference(item) ? "item_reference" : throw Refuse(Refusals.Missing($"{path}.type")) : "message");
        if (!Types.Contains(type))
        {
            throw Refuse(Refusals.WrongValue($"{path}.type", $"'{type}' is no known item type."));
        }

        if (type == "item_reference")
        {
            return Resolve(item, path, findItem);
        }

        CheckId(item, remembers, findItem);
        switch (type)
        {
            case "message":
                CheckMessage(item, path);
                break;
            case "function_call":
                Require(item, path, "call_id", "name", "arguments");
                break;
            case "custom_tool_call":
                Require(item, path, "call_id", "name", "input");
                break;
            case "reasoning" when item.Text("encrypted_content") is { } content && EncryptedContent.IsCutShort(content):
                throw Refuse(Refusals.BadEncryptedContent(path));
            case "function_call_output" or "custom_tool_call_output":
                Require(item, path, "call_id");
                CheckOutput(item, path);
                break;
            default:
                ControlItems.Check(item, type, path);
                break;
        }

        return item;
    }

    private static bool IsBareReference(JsonElement item) =>
        item.EnumerateObject().All(static member => member.Name is "id" or "type") && item.Text("id") is not null;

    private static JsonElement Resolve(JsonElement item, string path, Func<string, JsonElement?> findItem)
    {
        var id = item.Text("id") ?? throw Refuse(Refusals.Missing($"{path}.id"));
        return findItem(id) ?? throw Refuse(Refusals.ItemNotFound(id));
    }

    // An id of the server's own shape makes the server look the item up, and without storage there is nothing to find. Reasoning that
    // brings its encrypted content needs no look-up: replaying it whole, id included, is how stateless clients work.
    private static void CheckId(JsonElement item, bool remembers, Func<string, JsonElement?> findItem)
    {
        if (!remembers
            && item.Text("id") is { } id
            && ServerPrefixes.Any(prefix => id.StartsWith(prefix, StringComparison.Ordinal))
            && item.Text("encrypted_content") is null
            && findItem(id) is null)
        {
            throw Refuse(Refusals.ItemNotFound(id));
        }
    }

    private static void CheckMessage(JsonElement item, string path)
    {
        var role = item.Text("role") ?? throw Refuse(Refusals.Missing($"{path}.role"));
        if (!Roles.Contains(role))
        {
            throw Refuse(Refusals.WrongValue($"{path}.role", $"'{role}' is none of {string.Join(", ", Roles)}."));
        }

        if (!item.TryGetProperty("content", out var content))
        {
            throw Refuse(Refusals.Missing($"{path}.content"));
        }

        if (content.ValueKind == JsonValueKind.String)
        {
            return;
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            throw Refuse(Refusals.WrongType($"{path}.content", "string or array", content.ValueKind.ToString().ToLowerInvariant()));
        }

        // What an assistant said is output, also when it comes back as input; and the other way round.
        var allowed = role == "assistant"
            ? new[] { "output_text", "refusal" }
            : ["input_text", "input_image", "input_file"];
        var part = 0;
        foreach (var type in content.EnumerateArray().Select(static element => element.Text("type")))
        {
            if (!allowed.Contains(type))
            {
                throw Refuse(Refusals.WrongValue(
                    $"{path}.content[{part}]", $"'{type}' is not supported for role {role}; supported are {string.Join(", ", allowed)}."));
            }

            part++;
        }
    }

    private static void CheckOutput(JsonElement item, string path)
    {
        if (!item.TryGetProperty("output", out var output))
        {
            throw Refuse(Refusals.Missing($"{path}.output"));
        }

        if (output.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
        {
            throw Refuse(Refusals.WrongType($"{path}.output", "string or array", output.ValueKind.ToString().ToLowerInvariant()));
        }
    }

    private static void Require(JsonElement item, string path, params string[] names)
    {
        foreach (var name in names)
        {
            if (item.Text(name) is null)
            {
                throw Refuse(Refusals.Missing($"{path}.{name}"));
            }
        }
    }

    private static RequestRefusedException Refuse(RequestError error) => new(error);
}

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
