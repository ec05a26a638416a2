namespace ResponsesWebSocket.Client;

/// <summary>
/// The service has put steered messages into the turn. The next event is a <see cref="ResponseCreatedEvent"/> of the response that
/// goes on with them; all that came before still counts. Output indexes count on, with these messages in their places.
/// </summary>
/// <param name="Messages">The user's messages, in the order in which they were sent.</param>
public sealed record TurnSteeredEvent(IReadOnlyList<ConversationItem> Messages) : TurnEvent;
