using System.Text.Json;

namespace ResponsesWebSocket.Emulator;

/// <summary>One turn as a model sees it.</summary>
/// <param name="ResponseId">Id of the response that the answer will form.</param>
/// <param name="Request">The <c>response.create</c> frame as it arrived; over HTTP the body, or what the body of a chat completion means in those words.</param>
/// <param name="Context">All input and output items of the parent chain in order, followed by the input of this turn. A compaction item stands
/// for all that was before it, and is as opaque to other models as to a client; <see cref="DirectiveModel"/> and <see cref="ScriptedAgentModel"/> look inside.</param>
/// <param name="Tools">The tool definitions of this create, followed by those of <c>additional_tools</c> items in the context.</param>
/// <param name="ToolChoice">The <c>tool_choice</c> of this create, if it has one.</param>
public sealed record ModelRequest(
    string ResponseId,
    JsonElement Request,
    IReadOnlyList<JsonElement> Context,
    IReadOnlyList<JsonElement> Tools,
    JsonElement? ToolChoice);
