using System.Text.Json.Nodes;

namespace Differential.Observing;

/// <summary>What the model was told, request by request, in words that both APIs share.</summary>
internal static class ToldDump
{
    /// <summary>Written one by one, or said otherwise by the two APIs without any difference for the model. The emulator stores no completion.</summary>
    private static readonly HashSet<string> Left = ["type", "input", "tools", "tool_choice", "stream", "stream_id", "previous_response_id", "stream_options", "generate", "store", "include"];

    public static void Write(Observations seen, IReadOnlyList<ModelRequest> told)
    {
        seen.Add("told.count", told.Count);
        for (var index = 0; index < told.Count; index++)
        {
            Write(seen, $"told[{index}]", told[index]);
        }
    }

    private static void Write(Observations seen, string path, ModelRequest request)
    {
        // A message of the model that says nothing is one in the older API only, which has calls inside of messages.
        var context = request.Context.SelectMany(Described).Where(static item => item != "assistant: ").ToList();
        seen.Add($"{path}.items.count", context.Count);
        foreach (var (index, item) in context.Index())
        {
            seen.Add($"{path}.items[{index}]", item);
        }

        // The older API wants a tool wherever there have been calls, so the stock connector names one that cannot be called.
        var placeholder = request.Tools is [var only] && Text(only, "name") == "NonInvocableTool";
        IReadOnlyList<JsonElement> tools = placeholder ? [] : request.Tools;
        seen.Add($"{path}.placeholder", placeholder);
        seen.Add($"{path}.toolChoice", !placeholder && request.ToolChoice is { } choice ? JsonText.Of(choice) : null);
        seen.Add($"{path}.tools.count", tools.Count);
        foreach (var (index, tool) in tools.Index())
        {
            seen.Add($"{path}.tools[{index}]", JsonText.Of(tool));
        }

        seen.Add($"{path}.include", Included(request.Request));
        foreach (var field in request.Request.EnumerateObject().Where(static field => !Left.Contains(field.Name)))
        {
            seen.Add($"{path}.fields.{field.Name}", JsonText.Of(field.Value));
        }
    }

    /// <summary>What is to come with the answer, but for what a client asks for to be able to send reasoning back.</summary>
    private static string Included(JsonElement request) => request.TryGetProperty("include", out var include)
        ? string.Join(", ", include.EnumerateArray().Select(static name => name.GetString()).Where(static name => name != "reasoning.encrypted_content"))
        : "";

    private static IEnumerable<string> Described(JsonElement item)
    {
        switch (Text(item, "type") ?? "message")
        {
            case "message":
                return [$"{Text(item, "role")}: {ContentOf(item)}"];
            case "function_call":
                return [$"{Text(item, "call_id")} calls {Text(item, "name")} with {Text(item, "arguments")}"];
            case "function_call_output":
                return [$"{Text(item, "call_id")} gave {(Text(item, "output") is { } text ? text : JsonText.Of(item.GetProperty("output")))}"];
            case var other:
                return [other];
        }
    }

    /// <summary>Text alone, or each part where there is more.</summary>
    private static string ContentOf(JsonElement message)
    {
        var content = message.GetProperty("content");
        if (content.ValueKind == JsonValueKind.String)
        {
            return content.GetString()!;
        }

        var parts = content.EnumerateArray().ToList();
        return parts.TrueForAll(static part => Text(part, "type") is "input_text" or "output_text") && parts.Count == 1
            ? Text(parts[0], "text") ?? ""
            : string.Join(" + ", parts.Select(Part));
    }

    private static string Part(JsonElement part)
    {
        var members = JsonObject.Create(part)!;
        // No detail is the same as auto.
        if (members["detail"]?.GetValue<string>() is null or "auto")
        {
            members.Remove("detail");
        }

        if (Guid.TryParse(members["filename"]?.GetValue<string>(), out _))
        {
            members["filename"] = "<random>";
        }

        members.Remove("annotations");
        members.Remove("logprobs");
        return JsonText.Of(members);
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
