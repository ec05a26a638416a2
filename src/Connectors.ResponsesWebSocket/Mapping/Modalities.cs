using System.Text.Json;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>The Responses API answers with text: nothing has to be sent for that, and nothing else can be had.</summary>
internal static class Modalities
{
    /// <exception cref="NotSupportedException">Something other than text is wanted.</exception>
    public static void Check(ResponsesWebSocketPromptExecutionSettings settings)
    {
        foreach (var name in Names(settings.Modalities))
        {
            // Default is what the SDK's flags are called when none is set.
            if (!name.Equals("text", StringComparison.OrdinalIgnoreCase) && !name.Equals("default", StringComparison.OrdinalIgnoreCase))
            {
                throw new NotSupportedException($"The modality '{name}' is not supported: the Responses API answers with text. Leave it out of Modalities.");
            }
        }

        if (settings.Audio is not (null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined }))
        {
            throw new NotSupportedException("Audio output is not supported by the Responses API. Leave Audio null, and have the text spoken by another service.");
        }
    }

    private static IEnumerable<string> Names(object? modalities) => modalities switch
    {
        null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => [],
        string text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        JsonElement { ValueKind: JsonValueKind.String } text => Names(text.GetString()),
        JsonElement { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().SelectMany(static name => Names(name)),
        Enum flags => Names(flags.ToString()),
        IEnumerable<string> names => names.SelectMany(Names),
        IEnumerable<object?> names => names.SelectMany(Names),
        _ => throw new NotSupportedException($"Modalities of type '{modalities.GetType()}' are not supported. Give them as text."),
    };
}
