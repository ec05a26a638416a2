using System.Runtime.InteropServices;
using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

internal enum SteerReplyKind
{
    /// <summary>It is queued, which says nothing about its use.</summary>
    Accepted,

    /// <summary>The response has ended and the client owes results; the turn that brings them takes the steer.</summary>
    Pending,

    /// <summary>Refused at once, or lost after it was accepted.</summary>
    Failed,
}

/// <summary>What the service says about a steer; beside it how <c>response.steer</c> is written.</summary>
/// <param name="Kind">What.</param>
/// <param name="Target">The response that was to be steered.</param>
/// <param name="Id">The service's name of the steer; null when it was refused at once.</param>
/// <param name="Code">The failure code.</param>
/// <param name="Message">The service's words on the failure.</param>
internal sealed record SteerReply(SteerReplyKind Kind, string? Target, string? Id, string? Code, string? Message)
{
    public const string Accepted = "response.steer.accepted";
    public const string Pending = "response.steer.pending";
    public const string Failed = "response.steer.failed";

    /// <summary>The frame may have these three fields and no other; its target decides the lane.</summary>
    public static ReadOnlyMemory<byte> Write(string target, IReadOnlyList<ConversationItem> messages) => WireJson.WriteObject(writer =>
    {
        writer.WriteString("type"u8, "response.steer"u8);
        writer.WriteString("previous_response_id"u8, target);
        writer.WriteArray("input"u8, messages.Select(Bare));
    });

    /// <summary>Lenient: an answer that does not say which response it is about is nobody's.</summary>
    public static SteerReply Read(string type, ReadOnlySpan<byte> utf8Json)
    {
        var reader = new Utf8JsonReader(utf8Json);
        var root = JsonElement.ParseValue(ref reader);
        var (steer, error) = (root.ObjectOf("steer"u8), root.ObjectOf("error"u8));
        return new(
            type switch { Accepted => SteerReplyKind.Accepted, Pending => SteerReplyKind.Pending, _ => SteerReplyKind.Failed },
            steer.StringOf("previous_response_id"u8),
            steer.StringOf("id"u8),
            error.StringOf("code"u8),
            error.StringOf("message"u8));
    }

    /// <summary>A steered message may hold only what makes it a message; an id or a status that it brings from elsewhere is refused.</summary>
    private static ReadOnlyMemory<byte> Bare(ConversationItem message) => WireJson.WriteObject(writer =>
    {
        using var document = JsonDocument.Parse(message.Utf8Json);
        writer.WriteString("type"u8, "message"u8);
        writer.WriteString("role"u8, "user"u8);
        if (document.RootElement.TryGetProperty("content"u8, out var content))
        {
            writer.WritePropertyName("content"u8);
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(content), skipInputValidation: true);
        }
    });
}
