using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Faults;

/// <summary>Writes a plan in the form that is read, so that a made-up plan can be kept and changed by hand.</summary>
internal static class PlanWriter
{
    public static string Write(FaultPlan plan)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartArray("faults");
            foreach (var fault in plan.Faults)
            {
                WriteFault(json, fault);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteFault(Utf8JsonWriter json, PlannedFault fault)
    {
        json.WriteStartObject();
        json.WriteStartObject("when");
        Number(json, "connection", fault.When.Connection);
        Number(json, "turn", fault.When.Turn);
        Text(json, "lane", fault.When.Lane);
        Text(json, "direction", fault.When.Direction == FaultDirection.ToClient ? null : EnumNames.Of(fault.When.Direction));
        Number(json, "frame", fault.When.Frame);
        Text(json, "event", fault.When.EventType);
        Number(json, "occurrence", fault.When.Occurrence == 1 ? null : fault.When.Occurrence);
        Number(json, "byte", fault.When.Byte);
        Milliseconds(json, "after_ms", fault.When.After);
        json.WriteEndObject();
        json.WriteStartObject("do");
        WriteEffect(json, fault.Do);
        json.WriteEndObject();
        if (fault.Times is null)
        {
            json.WriteString("times", "always");
        }
        else
        {
            Number(json, "times", fault.Times == 1 ? null : fault.Times);
        }

        json.WriteEndObject();
    }

    private static void WriteEffect(Utf8JsonWriter json, FaultEffect effect)
    {
        json.WriteString("effect", effect switch
        {
            FaultEffect.Terminal => "terminal_output",
            _ => JsonNamingPolicy.SnakeCaseLower.ConvertName(effect.GetType().Name),
        });
        switch (effect)
        {
            case FaultEffect.Drop drop:
                json.WriteBoolean("reset", drop.Reset);
                json.WriteString("place", EnumNames.Of(drop.Place));
                break;
            case FaultEffect.BlackHole hole:
                json.WriteString("direction", EnumNames.Of(hole.Direction));
                json.WriteBoolean("silent", hole.Silent);
                break;
            case FaultEffect.Delay delay:
                Milliseconds(json, "ms", delay.Time);
                break;
            case FaultEffect.Hold hold:
                Number(json, "frames", hold.Frames);
                break;
            case FaultEffect.Postpone postpone:
                Number(json, "frames", postpone.Frames);
                break;
            case FaultEffect.Duplicate duplicate:
                Number(json, "copies", duplicate.Copies);
                break;
            case FaultEffect.Corrupt corrupt:
                json.WriteString("as", EnumNames.Of(corrupt.Kind));
                break;
            case FaultEffect.Fragment fragment:
                Number(json, "bytes", fragment.Bytes);
                break;
            case FaultEffect.Inject inject:
                json.WriteString("payload", inject.Payload);
                json.WriteString("place", EnumNames.Of(inject.Place));
                json.WriteBoolean("binary", inject.Binary);
                break;
            case FaultEffect.Close close:
                Number(json, "status", close.Status);
                Text(json, "reason", close.Reason);
                json.WriteString("place", EnumNames.Of(close.Place));
                break;
            case FaultEffect.Terminal terminal:
                json.WriteString("as", EnumNames.Of(terminal.Output));
                break;
            case FaultEffect.RefuseUpgrade refusal:
                Number(json, "status", refusal.Status);
                Milliseconds(json, "retry_after_ms", refusal.RetryAfter);
                Text(json, "body", refusal.Body);
                break;
            case FaultEffect.Error error:
                WriteError(json, error.Detail);
                break;
        }
    }

    private static void WriteError(Utf8JsonWriter json, EmulatedError error)
    {
        Text(json, "code", error.Code);
        Number(json, "status", error.Status);
        json.WriteString("message", error.Message);
        Text(json, "type", error.Type);
        Text(json, "param", error.Param);
        json.WriteString("shape", EnumNames.Of(error.Shape));
        Milliseconds(json, "retry_after_ms", error.RetryAfter);
        json.WriteStartObject("headers");
        foreach (var (name, value) in error.Headers)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteStartObject("members");
        foreach (var (name, value) in error.Members)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }

        json.WriteEndObject();
        json.WriteBoolean("after_start", error.AfterStart);
        if (error.CloseStatus is { } status)
        {
            json.WriteNumber("close_status", status);
        }
        else
        {
            // Said aloud, since a known code may bring a close along.
            json.WriteNull("close_status");
        }
    }

    private static void Number(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Milliseconds(Utf8JsonWriter json, string name, TimeSpan? value) => Number(json, name, (long?)value?.TotalMilliseconds);
}
