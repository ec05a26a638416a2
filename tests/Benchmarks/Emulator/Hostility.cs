namespace Benchmarks.Emulator;

/// <summary>One way to be hostile.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Description">What the client does.</param>
/// <param name="RunAsync">Does it, given the port; returns what came of it.</param>
internal sealed record Hostility(string Name, string Description, Func<int, CancellationToken, Task<string>> RunAsync);
