namespace ResponsesWebSocket.Client.Wire;

/// <summary>What is read out of an item once, when it is made.</summary>
internal readonly record struct ItemFacts(ItemKind Kind, Fingerprint Fingerprint, string? Role, string? CallId, bool HasId);
