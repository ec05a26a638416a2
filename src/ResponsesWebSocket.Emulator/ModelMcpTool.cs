namespace ResponsesWebSocket.Emulator;

/// <summary>One tool of a <see cref="ModelOutput.McpListTools"/>.</summary>
/// <param name="Name">Name of the tool.</param>
/// <param name="Description">What it does.</param>
/// <param name="InputSchema">Its parameters as JSON schema text.</param>
public sealed record ModelMcpTool(string Name, string? Description = null, string InputSchema = """{"type":"object"}""");
