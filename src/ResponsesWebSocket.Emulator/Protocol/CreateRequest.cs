using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>A <c>response.create</c> that passed validation.</summary>
internal sealed record CreateRequest(JsonElement Frame, IReadOnlyList<JsonElement> Input)
{
    public string Model => Frame.Text("model") ?? throw new InvalidOperationException("A request without model passed validation.");

    public string? PreviousResponseId => Frame.Text("previous_response_id");

    /// <summary>Responses are stored unless the client says otherwise.</summary>
    public bool Store => !Frame.IsFalse("store");

    /// <summary>False for a warm-up; a request that prewarms the prompt cache is one too.</summary>
    public bool Generate => !Frame.IsFalse("generate")
        && Frame.Member("prompt_cache_options", JsonValueKind.Object)?.IsTrue("prewarm") != true;

    /// <summary>The frame with the settings as they take effect.</summary>
    public JsonElement Effective { get; init; } = Frame;

    /// <summary>Whether the turn is nothing but a compaction of what came before it.</summary>
    public bool IsCompaction => Generate && Input.Count > 0 && Input[^1].Text("type") == ControlItems.CompactionTrigger;

    /// <summary>Rendered tokens from which on the server compacts within the response; null when it does not.</summary>
    public int? CompactThreshold => ContextManagement.Threshold(Frame);

    /// <summary>Whether the server may compact the context within the response.</summary>
    public bool CompactsByItself => Frame.Member("context_management", JsonValueKind.Array)?.GetArrayLength() > 0;

    public bool Obfuscate =>
        Frame.Member("stream_options", JsonValueKind.Object) is not { } options || !options.IsFalse("include_obfuscation");

    public IReadOnlyList<JsonElement> Tools =>
        Frame.Member("tools", JsonValueKind.Array) is { } tools ? [.. tools.EnumerateArray()] : [];

    public JsonElement? ToolChoice =>
        Frame.TryGetProperty("tool_choice", out var choice) && choice.ValueKind != JsonValueKind.Null ? choice : null;

    /// <summary>Whether the request asks for this part of the output.</summary>
    public bool Includes(string name) => Frame.Member("include", JsonValueKind.Array) is { } include
        && include.EnumerateArray().Any(element => element.ValueKind == JsonValueKind.String && element.ValueEquals(name));
}

/// <summary>The ways in which a turn can reach the emulator.</summary>
internal static class Transports
{
    public const string WebSocket = "websocket";
    public const string Http = "http";
}
