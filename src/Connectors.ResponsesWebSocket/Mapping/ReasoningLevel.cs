using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>From the forms in which applications give a reasoning effort to <c>reasoning.effort</c>.</summary>
internal static class ReasoningLevel
{
    /// <summary>Any word is passed on: models learn new levels faster than connectors are released.</summary>
    public static string? Of(object? effort) => effort switch
    {
        null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        string text => Level(text),
        JsonElement { ValueKind: JsonValueKind.String } text => Level(text.GetString()!),
        ReasoningEffort.ExtraHigh => "xhigh",
        _ => Level(SdkValue.Word(effort) ?? throw new NotSupportedException($"The provided reasoning effort '{effort.GetType()}' is not supported. Give it as text.")),
    };

    private static string Level(string text) => string.IsNullOrWhiteSpace(text)
        ? throw new NotSupportedException($"The provided reasoning effort '{text}' is not supported. Leave it null to send none.")
        : text.Trim().ToLowerInvariant();
}
