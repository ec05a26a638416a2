using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Steering;

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
