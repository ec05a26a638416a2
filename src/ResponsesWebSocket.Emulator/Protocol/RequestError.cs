using System.Globalization;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>An error of the nested form: an <c>error</c> object beside the frame's <c>type</c> and <c>status</c>.</summary>
/// <param name="Status">HTTP status equivalent.</param>
/// <param name="Code">Code, written as null when there is none.</param>
/// <param name="Message">Text.</param>
/// <param name="Param">The request field to blame; left out of the frame when there is none.</param>
internal sealed record RequestError(int Status, string? Code, string Message, string? Param = null)
{
    /// <summary>Overrides the wait that a 429 announces.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The error as it was asked for, when that says more than the other members.</summary>
    public EmulatedError? Form { get; init; }

    /// <summary>Whether a wait and the limits go along as headers.</summary>
    public bool AnnouncesLimits { get; init; } = true;

    /// <summary>Whether it was found before anybody looked for the parent.</summary>
    public bool IsBeforeParent { get; init; }

    /// <summary>The error type that goes with the status.</summary>
    public string Type => Form?.Type ?? Status switch
    {
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    public static RequestError From(EmulatedError error) =>
        new(error.Status, error.Code, error.Message, error.Param) { RetryAfter = error.RetryAfter, Form = error };

    public string ToFrame(string? streamId, int? sequenceNumber = null) => Form is not null
        ? ErrorFrame.Write(Form, Type, streamId, sequenceNumber, AnnouncesLimits)
        : WriteFrame(streamId, sequenceNumber);

    private string WriteFrame(string? streamId, int? sequenceNumber) => JsonText.WriteObject(writer =>
    {
        writer.WriteString("type", "error");
        writer.WriteNumber("status", Status);
        if (sequenceNumber is { } number)
        {
            writer.WriteNumber("sequence_number", number);
        }

        if (streamId is not null)
        {
            writer.WriteString("stream_id", streamId);
        }

        writer.WriteStartObject("error");
        writer.WriteString("type", Type);
        writer.WriteString("code", Code);
        writer.WriteString("message", Message);
        if (Param is not null)
        {
            writer.WriteString("param", Param);
        }

        WriteHeaders(writer);
        writer.WriteEndObject();
    });

    // On a socket there is no response header per request, so a 429 brings the limits along in the frame.
    private void WriteHeaders(Utf8JsonWriter writer)
    {
        if (RetryAfter is null && Status != 429 || !AnnouncesLimits)
        {
            return;
        }

        var seconds = Math.Ceiling((RetryAfter ?? TimeSpan.FromSeconds(1)).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        writer.WriteStartObject("headers");
        writer.WriteString("retry-after", seconds);
        if (Status == 429)
        {
            writer.WriteString("x-ratelimit-remaining-requests", "0");
            writer.WriteString("x-ratelimit-reset-requests", seconds + "s");
        }

        writer.WriteEndObject();
    }
}
