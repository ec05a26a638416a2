using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>What a model says about its reasoning. The service sends it only when <c>reasoning.summary</c> asks for it.</summary>
internal static class ReasoningSummary
{
    /// <summary>The parts of the summary; none for any other item.</summary>
    public static IReadOnlyList<string> Of(ConversationItem item) => item.Kind != ItemKind.Reasoning
        ? []
        : [.. OutputJson.Objects(OutputJson.Of(item), "summary").Select(static part => OutputJson.Text(part, "text") ?? "")];
}
