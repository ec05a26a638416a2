using OpenAI.Chat;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// The address of an image, with its characters as OpenAI's client at hand writes them: older versions unescape what newer ones leave.
/// </summary>
internal static class ImageAddress
{
    private static readonly bool Escapes = OpenAISdkReflection.Json(ChatMessageContentPart.CreateImagePart(new Uri("https://host/%C3%A4"))) is { } part
        && part.GetRawText().Contains("%C3%A4", StringComparison.Ordinal);

    public static string Of(Uri address) => Escapes && address.IsAbsoluteUri ? address.AbsoluteUri : address.ToString();
}
