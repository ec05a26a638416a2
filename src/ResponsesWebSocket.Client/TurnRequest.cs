using System.Text.Json;

namespace ResponsesWebSocket.Client;

/// <summary>
/// One turn as the caller means it: the whole history, and the settings of this turn. Which part of the history crosses the wire
/// is the client's business.
/// </summary>
/// <remarks>
/// Every member but <see cref="Model"/> and <see cref="Input"/> is optional; <see langword="null"/> leaves the field out of the
/// request. Settings are not inherited from turn to turn by the service, so each request carries its own.
/// </remarks>
public sealed class TurnRequest
{
    /// <summary>The fields of <c>response.create</c> that the client writes itself and <see cref="Fields"/> must not hold.</summary>
    public static IReadOnlyList<string> OwnFields { get; } = ["type", "stream_id", "input", "previous_response_id"];

    /// <summary>The model, or on Azure the deployment.</summary>
    public required string Model { get; init; }

    /// <summary>The whole conversation so far, oldest item first. System and developer texts belong here as items.</summary>
    public required IReadOnlyList<ConversationItem> Input { get; init; }

    /// <summary>What the model may call.</summary>
    public IReadOnlyList<TurnTool>? Tools { get; init; }

    /// <summary><c>"auto"</c>, <c>"none"</c>, <c>"required"</c> as a JSON string, or a JSON object that names a tool.</summary>
    public JsonElement? ToolChoice { get; init; }

    /// <summary>Whether one response may hold several calls. The service's default is true.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>Sampling temperature, 0 to 2. Reasoning models refuse it.</summary>
    public double? Temperature { get; init; }

    /// <summary>Nucleus sampling, 0 to 1.</summary>
    public double? TopP { get; init; }

    /// <summary>The most tokens the model may write, its reasoning included.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Whether the service keeps the response beyond the life of the socket.</summary>
    /// <value>The default is <see langword="false"/>, and it is always sent: the service itself would store.</value>
    public bool Store { get; init; }

    /// <summary>Extra parts of the answer to send, for example <c>reasoning.encrypted_content</c>.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary>Up to 16 pairs attached to the response.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>
    /// Any other field of <c>response.create</c> by its wire name, as JSON: <c>reasoning</c>, <c>text</c>, <c>service_tier</c> …
    /// A name that a typed member also writes wins over that member. Those of <see cref="OwnFields"/> are the client's own.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement>? Fields { get; init; }
}
