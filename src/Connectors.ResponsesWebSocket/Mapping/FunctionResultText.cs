using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.SemanticKernel;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>The text that tells a model what a function returned.</summary>
internal static class FunctionResultText
{
    // Non-ASCII text stays readable, and short: it is read by a model, not put into a page.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(object? result) => result switch
    {
        null => "",
        string text => text,
        ChatMessageContent message => message.ToString(),
        IEnumerable<ChatMessageContent> messages => string.Join(',', messages.Select(static message => message.ToString())),
        _ => JsonSerializer.Serialize(result, Json),
    };
}
