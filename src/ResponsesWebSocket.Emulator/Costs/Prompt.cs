using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Costs;

/// <summary>What the model reads for one response.</summary>
/// <param name="Shape">Model, tools and reasoning effort: another shape is another prompt from its first token on.</param>
/// <param name="Instructions">The instructions; may be empty.</param>
/// <param name="ToolTokens">Size of the tools.</param>
/// <param name="Items">The context.</param>
internal sealed record Prompt(string Shape, string Instructions, int ToolTokens, IReadOnlyList<JsonElement> Items)
{
    public int Tokens => ToolTokens + TokenCount.Of(Instructions) + TokenCount.Of(Items);
}
