using System.Text.Json;
using Microsoft.SemanticKernel;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>Reads a text out of metadata. After a history went through JSON it is a <see cref="JsonElement"/>.</summary>
internal static class MetadataText
{
    public static string? Of(KernelContent content, string key)
    {
        object? value = null;
        content.Metadata?.TryGetValue(key, out value);
        return value switch
        {
            string text => text,
            JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
            _ => null,
        };
    }
}
