using System.Globalization;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>Writes an error in one of the shapes that occur.</summary>
internal static class ErrorFrame
{
    public static string Write(EmulatedError error, string type, string? streamId, int? sequenceNumber, bool announcesLimits) => JsonText.WriteObject(writer =>
    {
        var flat = error.Shape == ErrorShape.Flat;
        writer.WriteString("type", error.Shape == ErrorShape.ResponseError ? "response.error" : "error");
        WriteStatus(writer, error);
        if ((sequenceNumber ?? (flat ? 0 : null)) is { } number)
        {
            writer.WriteNumber("sequence_number", number);
        }

        if (streamId is not null)
        {
            writer.WriteString("stream_id", streamId);
        }

        if (flat)
        {
            writer.WriteString("code", error.Code);
            writer.WriteString("message", error.Message);
            writer.WriteString("param", error.Param);
            WriteMembers(writer, error);
            return;
        }

        writer.WriteStartObject("error");
        WriteInner(writer, error, type, announcesLimits);
        writer.WriteEndObject();
        if (error.Shape == ErrorShape.HeadersAtTop)
        {
            WriteHeaders(writer, error, announcesLimits);
        }
    });

    private static void WriteStatus(Utf8JsonWriter writer, EmulatedError error)
    {
        switch (error.Shape)
        {
            case ErrorShape.Flat or ErrorShape.NoStatus:
                break;
            case ErrorShape.StatusCode:
                writer.WriteNumber("status_code", error.Status);
                break;
            case ErrorShape.StatusText:
                writer.WriteString("status", error.Status.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                writer.WriteNumber("status", error.Status);
                break;
        }
    }

    private static void WriteInner(Utf8JsonWriter writer, EmulatedError error, string type, bool announcesLimits)
    {
        if (error.Shape == ErrorShape.Detail)
        {
            writer.WriteString("detail", error.Message);
            return;
        }

        writer.WriteString("type", type);
        writer.WriteString("code", error.Code);
        writer.WriteString("message", error.Message);
        if (error.Param is not null)
        {
            writer.WriteString("param", error.Param);
        }

        WriteMembers(writer, error);
        if (error.Shape != ErrorShape.HeadersAtTop)
        {
            WriteHeaders(writer, error, announcesLimits);
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, EmulatedError error)
    {
        foreach (var (name, value) in error.Members)
        {
            writer.WriteElement(name, value);
        }
    }

    private static void WriteHeaders(Utf8JsonWriter writer, EmulatedError error, bool announcesLimits)
    {
        var headers = (announcesLimits ? RetryHeaders(error.Status, error.RetryAfter) : []).Concat(error.Headers).ToList();
        if (headers.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("headers");
        headers.ForEach(header => writer.WriteString(header.Key, header.Value));
        writer.WriteEndObject();
    }

    // On a socket there is no response header per request, so a 429 brings the limits along in the frame.
    private static IEnumerable<KeyValuePair<string, string>> RetryHeaders(int status, TimeSpan? retryAfter)
    {
        if (retryAfter is null && status != 429)
        {
            yield break;
        }

        var seconds = Math.Ceiling((retryAfter ?? TimeSpan.FromSeconds(1)).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        yield return new("retry-after", seconds);
        if (status == 429)
        {
            yield return new("x-ratelimit-remaining-requests", "0");
            yield return new("x-ratelimit-reset-requests", seconds + "s");
        }
    }
}
