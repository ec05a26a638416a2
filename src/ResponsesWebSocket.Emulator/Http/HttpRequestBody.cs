using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Http;

/// <summary>Reads what a request brings.</summary>
internal static class HttpRequestBody
{
    /// <summary>The whole body. It may be larger than a socket's messages, so the web server's own limit gives way to the emulator's.</summary>
    public static async Task<byte[]> ReadAsync(HttpContext context, long maximumBytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maximumBytes;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return body.ToArray();
    }

    /// <summary>The text as a JSON object; null when it is none.</summary>
    public static JsonElement? ParseObject(string text)
    {
        try
        {
            var element = JsonText.Parse(text);
            return element.ValueKind == JsonValueKind.Object ? element : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
