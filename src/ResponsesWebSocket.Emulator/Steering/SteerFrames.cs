using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Steering;

/// <summary>Writes the members of steering events.</summary>
internal static class SteerFrames
{
    public const string Accepted = "response.steer.accepted";
    public const string Pending = "response.steer.pending";
    public const string Failed = "response.steer.failed";

    public static void WriteAccepted(Utf8JsonWriter writer, QueuedSteer steer)
    {
        writer.WriteStartObject("steer");
        writer.WriteString("id", steer.Id);
        Copy(writer, steer.Frame, "previous_response_id");
        writer.WriteEndObject();
    }

    public static void WritePending(Utf8JsonWriter writer, QueuedSteer steer, IReadOnlyList<JsonElement> required)
    {
        writer.WriteString("reason", "waiting_for_required_input");
        writer.WriteStartArray("required_input");
        foreach (var stub in required)
        {
            stub.WriteTo(writer);
        }

        writer.WriteEndArray();
        WriteAccepted(writer, steer);
    }

    /// <param name="writer">The writer.</param>
    /// <param name="frame">The frame, which is handed back.</param>
    /// <param name="id">The steer's id if it was accepted at first.</param>
    /// <param name="failure">What happened.</param>
    public static void WriteFailed(Utf8JsonWriter writer, JsonElement frame, string? id, SteerFailure failure)
    {
        writer.WriteStartObject("error");
        writer.WriteString("type", failure.Code == "successor_creation_failed" ? "server_error" : "invalid_request_error");
        writer.WriteString("code", failure.Code);
        writer.WriteString("message", failure.Message);
        writer.WriteEndObject();
        writer.WriteStartObject("steer");
        if (id is not null)
        {
            writer.WriteString("id", id);
        }

        Copy(writer, frame, "previous_response_id");
        Copy(writer, frame, "input");
        writer.WriteEndObject();
    }

    private static void Copy(Utf8JsonWriter writer, JsonElement frame, string name)
    {
        if (frame.TryGetProperty(name, out var member))
        {
            writer.WriteElement(name, member);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
