namespace ResponsesWebSocket.Client;

/// <summary>
/// Something that happened in a running turn. New kinds may be added; pass over those you do not know.
/// </summary>
public abstract record TurnEvent;

/// <summary>
/// The response exists. Comes again, with another id, when the turn had to be sent anew: nothing that preceded it counts then,
/// and none of it was content unless the caller asked for restarts. Behind a <see cref="TurnSteeredEvent"/> it begins the next part of the same
/// turn: what preceded the steering stays, also when that part has to be sent anew.
/// </summary>
/// <param name="ResponseId">The service's id of the response.</param>
/// <param name="CreatedAt">When the service made it, if it said so.</param>
public sealed record ResponseCreatedEvent(string ResponseId, DateTimeOffset? CreatedAt) : TurnEvent;

/// <summary>An output item began. The service may leave this event out.</summary>
/// <param name="OutputIndex">The item's place in the output; counts items of every kind.</param>
/// <param name="ItemType">The wire type.</param>
/// <param name="CallId">For a call, what links it and its output.</param>
/// <param name="Name">For a call, the function.</param>
public sealed record OutputItemAddedEvent(int OutputIndex, string ItemType, string? CallId, string? Name) : TurnEvent;

/// <summary>An output item is whole.</summary>
/// <param name="OutputIndex">The item's place in the output.</param>
/// <param name="Item">The item.</param>
public sealed record OutputItemDoneEvent(int OutputIndex, ConversationItem Item) : TurnEvent;

/// <summary>A piece of visible text.</summary>
/// <param name="OutputIndex">The message's place in the output.</param>
/// <param name="ContentIndex">The part's place in the message.</param>
/// <param name="Delta">The piece.</param>
public sealed record OutputTextDeltaEvent(int OutputIndex, int ContentIndex, string Delta) : TurnEvent;

/// <summary>A piece of a refusal.</summary>
/// <param name="OutputIndex">The message's place in the output.</param>
/// <param name="ContentIndex">The part's place in the message.</param>
/// <param name="Delta">The piece.</param>
public sealed record RefusalDeltaEvent(int OutputIndex, int ContentIndex, string Delta) : TurnEvent;

/// <summary>A piece of a call's arguments.</summary>
/// <param name="OutputIndex">The call's place in the output.</param>
/// <param name="Delta">The piece.</param>
public sealed record FunctionCallArgumentsDeltaEvent(int OutputIndex, string Delta) : TurnEvent;

/// <summary>A piece of the summary of the model's reasoning.</summary>
/// <param name="OutputIndex">The reasoning item's place in the output.</param>
/// <param name="SummaryIndex">The part's place in the summary.</param>
/// <param name="Delta">The piece.</param>
public sealed record ReasoningSummaryDeltaEvent(int OutputIndex, int SummaryIndex, string Delta) : TurnEvent;

/// <summary>The last event of a turn.</summary>
/// <param name="Result">The outcome.</param>
public sealed record ResponseCompletedEvent(TurnResult Result) : TurnEvent;

/// <summary>An event this client has no type for.</summary>
/// <param name="Type">Its wire type.</param>
/// <param name="Utf8Json">The whole message.</param>
public sealed record OtherResponseEvent(string Type, ReadOnlyMemory<byte> Utf8Json) : TurnEvent;
