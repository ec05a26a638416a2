namespace ResponsesWebSocket.Emulator;

/// <summary>A place in a turn where a fault can strike.</summary>
/// <param name="Stage">The kind of place.</param>
/// <param name="Turn">Number of the <c>response.create</c> over the emulator's life, from 1 on.</param>
/// <param name="ConnectionId">The connection, as in <see cref="JournalConnection.Id"/>; 0 for HTTP.</param>
/// <param name="StreamId">The lane; <see langword="null"/> for the default lane.</param>
/// <param name="EventType">At an event: its type.</param>
/// <param name="Occurrence">At an event: how many events of that type the turn has had, this one included.</param>
public sealed record FaultPoint(FaultStage Stage, int Turn, int ConnectionId, string? StreamId, string? EventType = null, int Occurrence = 0);
