using System.Text.Json;
using Microsoft.SemanticKernel;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>Reads a text out of metadata. After a history went through JSON it is a <see cref="JsonElement"/>.</summary>
internal static class MetadataText
{
    public static string? Of(KernelContent content, string key) => Raw(content, key) switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
        _ => null,
    };

    public static object? Raw(KernelContent content, string key) => content.Metadata?.GetValueOrDefault(key);
}
