namespace ResponsesWebSocket.Emulator.Models;

/// <summary>A frame of the model's own making that goes in front of an event of the response.</summary>
/// <param name="EventType">Type of that event.</param>
/// <param name="Occurrence">Which event of that type, from 1 on.</param>
/// <param name="Frame">The frame.</param>
internal sealed record Interjection(string EventType, int Occurrence, ModelOutput.RawEvent Frame);
