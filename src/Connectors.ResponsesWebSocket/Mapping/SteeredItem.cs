using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>In the output of a steered turn the user's messages stand between the answers, and are no part of them.</summary>
internal static class SteeredItem
{
    public static bool IsUsers(ConversationItem item) => item is { Kind: ItemKind.Message, Role: "user" };
}
