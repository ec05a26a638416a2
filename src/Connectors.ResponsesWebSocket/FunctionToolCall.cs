using System.Text.Json.Serialization;

namespace Connectors.ResponsesWebSocket;

/// <summary>
/// A call exactly as the model wrote it. Kept in the metadata of assistant messages, because the parsed arguments of a
/// <c>FunctionCallContent</c> do not give the model's own text back.
/// </summary>
/// <param name="Id">What links the call and its result.</param>
/// <param name="FunctionName">The wire name, <c>Plugin-Function</c>.</param>
/// <param name="FunctionArguments">The arguments, verbatim.</param>
public sealed record FunctionToolCall(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string FunctionName,
    [property: JsonPropertyName("arguments")] string FunctionArguments);
