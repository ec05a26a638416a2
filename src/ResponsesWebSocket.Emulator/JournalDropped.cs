namespace ResponsesWebSocket.Emulator;

/// <summary>How many entries the journal has dropped, because it keeps no more than <see cref="EmulatorLimits.JournalBytes"/>.</summary>
/// <param name="Frames">Of <see cref="Journal.Frames"/>.</param>
/// <param name="Responses">Of <see cref="Journal.Responses"/>.</param>
/// <param name="Connections">Of <see cref="Journal.Connections"/>.</param>
/// <param name="RefusedUpgrades">Of <see cref="Journal.RefusedUpgrades"/>.</param>
public sealed record JournalDropped(long Frames, long Responses, long Connections, long RefusedUpgrades);
