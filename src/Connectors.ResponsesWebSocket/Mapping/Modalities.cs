using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI.Chat;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// The Responses API answers with text: nothing has to be sent for that, and nothing else can be had. What the stock connector cannot
/// read is refused in its words.
/// </summary>
internal static class Modalities
{
    /// <exception cref="NotSupportedException">Something other than text is wanted.</exception>
    public static void Check(ResponsesWebSocketPromptExecutionSettings settings)
    {
        var others = Of(settings.Modalities) & ~ChatResponseModalities.Text;
        if (others != ChatResponseModalities.Default)
        {
            throw new NotSupportedException($"The modality '{others}' is not supported: the Responses API answers with text. Leave it out of Modalities.");
        }

        if (settings.Audio is { } audio)
        {
            throw Audio(audio) is null
                ? Unknown("audio options", audio.GetType())
                : new NotSupportedException("Audio output is not supported by the Responses API. Leave Audio null, and have the text spoken by another service.");
        }
    }

    private static ChatResponseModalities Of(object? modalities) => modalities switch
    {
        ChatResponseModalities flags => flags,
        IEnumerable<string> names => Of(names),
        string name => Of([name]),
        JsonElement { ValueKind: JsonValueKind.Array } array => Of(array.Deserialize<IEnumerable<string>>()!),
        JsonElement element => element.ValueKind == JsonValueKind.String && Enum.TryParse(element.GetString(), ignoreCase: true, out ChatResponseModalities read)
            ? read
            : throw Unknown("response modalities", element.GetType()),
        _ => ChatResponseModalities.Default,
    };

    private static ChatResponseModalities Of(IEnumerable<string> names) => names.Aggregate(
        ChatResponseModalities.Default,
        static (flags, name) => flags | (Enum.TryParse(name, ignoreCase: true, out ChatResponseModalities read) ? read : throw Unknown("response modalities", name)));

    private static ChatAudioOptions? Audio(object audio) => audio switch
    {
        JsonElement element => ModelReaderWriter.Read<ChatAudioOptions>(BinaryData.FromString(element.GetRawText())),
        string text => ModelReaderWriter.Read<ChatAudioOptions>(BinaryData.FromString(text)),
        _ => audio as ChatAudioOptions,
    };

    private static NotSupportedException Unknown(string what, object value) => new($"The provided {what} '{value}' is not supported.");
}
