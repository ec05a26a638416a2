namespace ResponsesWebSocket.Emulator;

/// <summary>What one command of a <see cref="ModelOutput.ShellCallOutput"/> printed.</summary>
/// <param name="Stdout">Its standard output.</param>
/// <param name="Stderr">Its standard error.</param>
/// <param name="ExitCode">Its exit code; <see langword="null"/> when it ran out of time.</param>
public sealed record ModelShellResult(string Stdout, string Stderr = "", int? ExitCode = 0);
