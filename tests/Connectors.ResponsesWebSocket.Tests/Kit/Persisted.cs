namespace Connectors.ResponsesWebSocket.Tests.Kit;

/// <summary>What is left of a history that was written to JSON and read again.</summary>
internal static class Persisted
{
    public static ChatHistory Reread(this ChatHistory history) => JsonSerializer.Deserialize<ChatHistory>(JsonSerializer.Serialize(history))!;

    public static IReadOnlyList<string?> Types(this JsonElement create) => [.. create.Input().Select(static item => item.Text("type"))];
}
