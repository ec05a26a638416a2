using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Pool;

/// <summary>What a turn would like.</summary>
/// <param name="Lane">The lane that best takes it; null when any does.</param>
/// <param name="AllowSibling">Whether another lane of the same session is the next best, since a fork can go there.</param>
/// <param name="MayMove">Whether it has waited long enough for a slot of the session that holds its context.</param>
internal readonly record struct LanePreference(LaneKey? Lane, bool AllowSibling, bool MayMove = false);
