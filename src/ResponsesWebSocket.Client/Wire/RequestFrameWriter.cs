using System.Buffers;
using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>A frame, and what the same turn would have cost with its whole history.</summary>
internal readonly record struct CreateFrame(ReadOnlyMemory<byte> Utf8Json, long BytesIfSentInFull)
{
    private byte[]? Rented { get; init; }

    /// <summary>In memory that is used again, if it is given back.</summary>
    public static CreateFrame Of(ReadOnlySpan<byte> utf8Json, long bytesIfSentInFull)
    {
        var rented = ArrayPool<byte>.Shared.Rent(utf8Json.Length);
        utf8Json.CopyTo(rented);
        return new(rented.AsMemory(0, utf8Json.Length), bytesIfSentInFull) { Rented = rented };
    }

    /// <summary>Nobody reads the bytes any more. Not to be called twice; a frame that is never given back is the collector's.</summary>
    public void GiveBack()
    {
        if (Rented is not null)
        {
            ArrayPool<byte>.Shared.Return(Rented);
        }
    }
}

/// <summary>Writes <c>response.create</c>.</summary>
internal static class RequestFrameWriter
{
    public const string EncryptedReasoning = "reasoning.encrypted_content";

    /// <param name="request">The settings of the turn.</param>
    /// <param name="items">The whole history.</param>
    /// <param name="streamId">The lane; null is the default lane.</param>
    /// <param name="parent">The response to continue from; null sends the whole history.</param>
    /// <param name="firstItem">The first item that the parent does not cover.</param>
    /// <param name="choices">What the client decides beside.</param>
    public static CreateFrame Create(
        TurnRequest request,
        IReadOnlyList<ConversationItem> items,
        string? streamId,
        string? parent,
        int firstItem,
        RequestOptions choices = default)
    {
        using var buffer = JsonBuffer.Rent(SizeOf(request, items, firstItem, choices));
        var writer = buffer.Writer;
        writer.WriteStartObject();
        writer.WriteString("type"u8, "response.create"u8);
        if (streamId is not null)
        {
            writer.WriteString("stream_id"u8, streamId);
        }

        if (choices.OnlyPrepares)
        {
            writer.WriteBoolean("generate"u8, false);
        }

        WriteSettings(request, choices, writer);
        var beforeParent = buffer.Written.Length;
        if (parent is not null)
        {
            writer.WriteString("previous_response_id"u8, parent);
        }

        var parentBytes = buffer.Written.Length - beforeParent;
        writer.WriteStartArray("input"u8);
        var added = choices.Tools is { Added: { Count: > 0 } } tools ? ToolItem(tools.Added) : default;
        if (!added.IsEmpty)
        {
            writer.WriteRawValue(added.Span, skipInputValidation: true);
        }

        var covered = 0L;
        for (var index = 0; index < items.Count; index++)
        {
            if (index < firstItem)
            {
                covered += SizeOf(items[index], request);
            }
            else
            {
                writer.WriteRawValue(items[index].AsSent(request.Store).Span, skipInputValidation: true);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();

        // One comma less when the history would have been the first thing in the array.
        var commas = firstItem > 0 && firstItem == items.Count && added.IsEmpty ? 1 : 0;
        var toolBytes = choices.Tools is null || parent is null ? 0 : SizeOfTools(request.Tools ?? []) - SizeOfTools(choices.Tools.Added);
        return CreateFrame.Of(buffer.Written, buffer.Written.Length - parentBytes + covered - commas + toolBytes);
    }

    /// <summary>About what the frame will take; a little more, as a rule.</summary>
    private static int SizeOf(TurnRequest request, IReadOnlyList<ConversationItem> items, int firstItem, in RequestOptions choices)
    {
        var size = 1024L;
        for (var index = firstItem; index < items.Count; index++)
        {
            size += SizeOf(items[index], request);
        }

        foreach (var tool in choices.Tools?.Added ?? request.Tools ?? [])
        {
            size += tool.Utf8Json.Length + 1;
        }

        return (int)Math.Min(size, int.MaxValue / 2);
    }

    /// <summary>What an item takes in a frame, with the comma behind it.</summary>
    public static long SizeOf(ConversationItem item, TurnRequest request) => item.AsSent(request.Store).Length + 1;

    private static long SizeOfTools(IReadOnlyList<TurnTool> tools) => tools.Count == 0 ? 0 : ToolItem(tools).Length + 1;

    private static ReadOnlyMemory<byte> ToolItem(IReadOnlyList<TurnTool> tools) => WireJson.WriteObject(writer =>
    {
        writer.WriteString("type"u8, "additional_tools"u8);
        writer.WriteString("role"u8, "developer"u8);
        writer.WriteArray("tools"u8, tools.Select(static tool => tool.Utf8Json));
    });

    private static void WriteSettings(TurnRequest request, in RequestOptions choices, Utf8JsonWriter writer)
    {
        var fields = new FieldWriter(writer, request.Fields);
        fields.Write("model", request.Model, static (w, value) => w.WriteStringValue(value));
        fields.Write("store", request.Store, static (w, value) => w.WriteBooleanValue(value));
        if (choices.Tools is null && request.Tools is not null && request.Fields?.ContainsKey("tools") != true)
        {
            writer.WriteArray("tools"u8, request.Tools.Select(static tool => tool.Utf8Json));
        }

        fields.Write("tool_choice", choices.Tools is { } tools ? tools.Choice : request.ToolChoice, static (w, value) => value!.Value.WriteTo(w));
        fields.Write("parallel_tool_calls", request.ParallelToolCalls, static (w, value) => w.WriteBooleanValue(value!.Value));
        fields.Write("temperature", request.Temperature, static (w, value) => w.WriteNumberValue(value!.Value));
        fields.Write("top_p", request.TopP, static (w, value) => w.WriteNumberValue(value!.Value));
        fields.Write("max_output_tokens", request.MaxOutputTokens, static (w, value) => w.WriteNumberValue(value!.Value));
        fields.Write("include", choices.AsksForReasoning ? [.. (request.Include ?? []).Union([EncryptedReasoning])] : request.Include, static (w, names) =>
        {
            w.WriteStartArray();
            foreach (var name in names!)
            {
                w.WriteStringValue(name);
            }

            w.WriteEndArray();
        });
        fields.Write("metadata", request.Metadata, static (w, pairs) =>
        {
            w.WriteStartObject();
            foreach (var pair in pairs!)
            {
                w.WriteString(pair.Key, pair.Value);
            }

            w.WriteEndObject();
        });
        fields.WriteOthers();
    }

    /// <summary>Leaves out what is null and what the caller's own fields replace.</summary>
    private readonly struct FieldWriter(Utf8JsonWriter writer, IReadOnlyDictionary<string, JsonElement>? others)
    {
        public void Write<T>(string name, T value, Action<Utf8JsonWriter, T> write)
        {
            if (value is null || others?.ContainsKey(name) == true)
            {
                return;
            }

            writer.WritePropertyName(name);
            write(writer, value);
        }

        public void WriteOthers()
        {
            if (others is null)
            {
                return;
            }

            foreach (var (name, value) in others)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }
    }
}
