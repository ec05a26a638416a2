using System.Text.Json;

namespace ResponsesWebSocket.Emulator.State;

/// <summary>A response that can be a parent.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Items">Its logical context: everything before it, its input and its output.</param>
/// <param name="Output">Its output alone.</param>
/// <param name="Root">Id of the response that began its chain.</param>
/// <param name="CacheShape">What must be equal in a child for the prompt cache to hit: model, tools and reasoning effort.</param>
internal sealed record CachedResponse(string Id, IReadOnlyList<JsonElement> Items, IReadOnlyList<JsonElement> Output, string Root, string CacheShape);
