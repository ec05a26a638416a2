using System.Text.Json;

namespace ResponsesWebSocket.Emulator;

/// <summary>Plays the language model: sees what the server reconstructed and says what the response shall hold.</summary>
public interface IEmulatedModel
{
    /// <summary>Answers one turn. May be called concurrently for turns of different lanes and connections.</summary>
    /// <remarks>An <see cref="AnswerEnding.Error"/> without outputs that is returned synchronously becomes an error frame in place of the whole
    /// response, as the service refuses a turn before it begins. When the call completes later, <c>response.created</c> has been sent
    /// already and the error frame carries a sequence number.</remarks>
    /// <param name="request">The turn.</param>
    /// <param name="cancellationToken">Cancelled when the connection ends.</param>
    /// <returns>The answer.</returns>
    ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken);
}

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
