namespace ResponsesWebSocket.Emulator;

/// <summary>One result of a <see cref="ModelOutput.FileSearchCall"/>.</summary>
/// <param name="FileId">Id of the file.</param>
/// <param name="Filename">Name of the file.</param>
/// <param name="Score">How well it fits, from 0 to 1.</param>
/// <param name="Text">The text that was found.</param>
public sealed record ModelFileHit(string FileId, string Filename, double Score, string Text);
