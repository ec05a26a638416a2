namespace ResponsesWebSocket.Emulator;

/// <summary>One upgrade that was refused.</summary>
/// <param name="Time">When.</param>
/// <param name="Status">The HTTP status of the refusal; 0 where there was no answer.</param>
/// <param name="Headers">Headers of the upgrade request; of Authorization only the last four characters are kept.</param>
public sealed record JournalRefusal(DateTimeOffset Time, int Status, IReadOnlyDictionary<string, string> Headers);
