using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>Writes the <c>response</c> member of events: the request's settings as they took effect, and the response's state.</summary>
internal sealed class ResponseObject(CreateRequest request, string id, DateTimeOffset created)
{
    // Settings that are echoed, with what they are when the request leaves them out.
    private static readonly (string Name, JsonElement Fallback)[] Defaults =
    [
        ("instructions", JsonText.Parse("null")),
        ("max_output_tokens", JsonText.Parse("null")),
        ("max_tool_calls", JsonText.Parse("null")),
        ("parallel_tool_calls", JsonText.Parse("true")),
        ("prompt_cache_key", JsonText.Parse("null")),
        ("reasoning", JsonText.Parse("""{"effort":null,"summary":null}""")),
        ("safety_identifier", JsonText.Parse("null")),
        ("service_tier", JsonText.Parse("\"default\"")),
        ("temperature", JsonText.Parse("1.0")),
        ("text", JsonText.Parse("""{"format":{"type":"text"},"verbosity":"medium"}""")),
        ("tool_choice", JsonText.Parse("\"auto\"")),
        ("tools", JsonText.Parse("[]")),
        ("top_logprobs", JsonText.Parse("0")),
        ("top_p", JsonText.Parse("1.0")),
        ("truncation", JsonText.Parse("\"disabled\"")),
        ("user", JsonText.Parse("null")),
        ("metadata", JsonText.Parse("{}")),
    ];

    public string Id => id;

    public void WriteTo(Utf8JsonWriter writer, ResponseState state)
    {
        writer.WriteStartObject("response");
        writer.WriteString("id", id);
        writer.WriteString("object", "response");
        writer.WriteNumber("created_at", created.ToUnixTimeSeconds());
        writer.WriteString("status", state.Status);
        writer.WriteBoolean("background", false);
        WriteState(writer, state);
        WriteEcho(writer);
        writer.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter writer, ResponseState state)
    {
        if (state.CompletedAt is { } completed)
        {
            writer.WriteNumber("completed_at", completed.ToUnixTimeSeconds());
        }
        else
        {
            writer.WriteNull("completed_at");
        }

        WriteNodeOrNull(writer, "error", state.Error);
        WriteNodeOrNull(writer, "incomplete_details", state.IncompleteReason is { } reason ? new JsonObject { ["reason"] = reason } : null);
        WriteNodeOrNull(writer, "usage", state.Usage?.ToJson());
        WriteOutput(writer, state);
    }

    private static void WriteOutput(Utf8JsonWriter writer, ResponseState state)
    {
        switch (state.OutputForm)
        {
            case TerminalOutput.Missing:
                return;
            case TerminalOutput.Null:
                writer.WriteNull("output");
                return;
        }

        writer.WriteStartArray("output");
        foreach (var item in state.OutputForm == TerminalOutput.Empty ? [] : state.Output)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    }

    private void WriteEcho(Utf8JsonWriter writer)
    {
        writer.WriteString("model", request.Model);
        writer.WriteString("previous_response_id", request.PreviousResponseId);
        writer.WriteBoolean("store", request.Store);
        writer.WriteNumber("frequency_penalty", 0);
        writer.WriteNumber("presence_penalty", 0);
        foreach (var (name, fallback) in Defaults)
        {
            if (request.Effective.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                writer.WriteElement(name, value);
            }
            else
            {
                writer.WriteElement(name, fallback);
            }
        }
    }

    private static void WriteNodeOrNull(Utf8JsonWriter writer, string name, JsonNode? node)
    {
        if (node is null)
        {
            writer.WriteNull(name);
        }
        else
        {
            writer.WriteNode(name, node);
        }
    }
}

/// <summary>The part of a response that changes while it runs.</summary>
internal sealed record ResponseState(string Status)
{
    public static ResponseState InProgress { get; } = new("in_progress");

    public static ResponseState Queued { get; } = new("queued");

    public DateTimeOffset? CompletedAt { get; init; }

    public IReadOnlyList<JsonElement> Output { get; init; } = [];

    public TerminalOutput OutputForm { get; init; }

    public Usage? Usage { get; init; }

    public string? IncompleteReason { get; init; }

    public JsonObject? Error { get; init; }
}
