using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Steering;

/// <summary>Checks the frame of a steer, which may hold far less than a create.</summary>
internal static class SteerInput
{
    private static readonly string[] FrameMembers = ["type", "previous_response_id", "input"];
    private static readonly string[] MessageMembers = ["type", "role", "content"];
    private static readonly string[] PartTypes = ["input_text", "input_image", "input_file"];

    /// <summary>The input as items, or what is wrong with the frame.</summary>
    public static (IReadOnlyList<JsonElement> Items, SteerFailure? Failure) Read(JsonElement frame)
    {
        if (Unknown(frame, FrameMembers) is { } member)
        {
            // The lane follows from the target, so even a stream_id is one too many.
            return Refuse($"Unsupported parameter: {member}");
        }

        if (frame.Text("previous_response_id") is null)
        {
            return Refuse("'previous_response_id' must name the running response.");
        }

        if (frame.Text("input") is { } text)
        {
            return ([UserText.ToMessage(text)], null);
        }

        if (frame.Member("input", JsonValueKind.Array) is not { } list || list.GetArrayLength() == 0)
        {
            return Refuse("'input' must be a string or a list of at least one user message.");
        }

        var items = list.EnumerateArray().ToList();
        var problem = items.Select(ProblemOf).FirstOrDefault(static problem => problem is not null);
        return problem is null ? (items, null) : Refuse(problem);
    }

    private static string? ProblemOf(JsonElement item, int index)
    {
        var path = $"input[{index}]";
        if (item.ValueKind != JsonValueKind.Object || item.Text("role") != "user" || (item.Text("type") ?? "message") != "message")
        {
            return $"'{path}' must be a message of the user.";
        }

        if (Unknown(item, MessageMembers) is { } member)
        {
            return $"Unsupported parameter: {path}.{member}";
        }

        return item.Text("content") is not null || item.Member("content", JsonValueKind.Array) is { } parts && parts.EnumerateArray().All(IsPart)
            ? null
            : $"'{path}.content' must be a string or a list of {string.Join(", ", PartTypes)}.";
    }

    private static bool IsPart(JsonElement part) => part.Text("type") is { } type && PartTypes.Contains(type);

    private static string? Unknown(JsonElement element, string[] known) =>
        element.EnumerateObject().Select(static member => member.Name).FirstOrDefault(name => !known.Contains(name));

    private static (IReadOnlyList<JsonElement> Items, SteerFailure? Failure) Refuse(string message) => ([], SteerFailure.InvalidInput(message));
}

/// <summary>What the client owes a response: stubs of the items that its next create must bring.</summary>
internal static class RequiredInput
{
    public static IReadOnlyList<JsonElement> Of(IEnumerable<JsonElement> output) =>
        [.. output.Select(StubFor).OfType<JsonObject>().Select(JsonText.ToElement)];

    // The model goes on without the result of an asynchronous tool, so nothing waits for it.
    private static JsonObject? StubFor(JsonElement item) => item.IsTrue("async") ? null : item.Text("type") switch
    {
        "function_call" => Stub(item, "function_call_output", ("name", item.Text("name"))),
        "custom_tool_call" => Stub(item, "custom_tool_call_output"),
        "computer_call" => Stub(item, "computer_call_output"),
        "apply_patch_call" => Stub(item, "apply_patch_call_output"),
        // Shells in containers and searches by the server are none of the client's business.
        "shell_call" when item.Member("environment", JsonValueKind.Object)?.Text("type") != "container_reference" => Stub(item, "shell_call_output"),
        "tool_search_call" when item.Text("execution") == "client" => Stub(item, "tool_search_output", ("execution", "client")),
        "mcp_approval_request" => new() { ["type"] = "mcp_approval_response", ["approval_request_id"] = item.Text("id") },
        _ => null,
    };

    private static JsonObject Stub(JsonElement call, string type, params (string Name, string? Value)[] more)
    {
        var stub = new JsonObject { ["type"] = type, ["call_id"] = call.Text("call_id") };
        foreach (var (name, value) in more)
        {
            stub[name] = value;
        }

        return stub;
    }
}
