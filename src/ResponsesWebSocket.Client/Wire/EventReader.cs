using System.Text.Json;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>Reads one message of the service. Unknown members and unknown event types are no error: both sets grow.</summary>
internal static class EventReader
{
    /// <param name="utf8Json">The whole message.</param>
    /// <param name="time">The clock that a date in it is compared with.</param>
    /// <exception cref="ProtocolViolationException">The message is not one JSON object with a <c>type</c>.</exception>
    public static ServerEvent Read(ReadOnlySpan<byte> utf8Json, TimeProvider? time = null)
    {
        try
        {
            return Read(new FrameFields(utf8Json), utf8Json, time);
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string spells half a surrogate pair.
            throw new ProtocolViolationException(
                $"The service sent {utf8Json.Length} bytes that are no message of the protocol: {cause.Message} Check that Endpoint is the base URL of a Responses API.",
                cause);
        }
    }

    private static ServerEvent Read(FrameFields fields, ReadOnlySpan<byte> utf8Json, TimeProvider? time)
    {
        // Some gateways send errors without a type.
        var type = fields.Type ?? (fields.HasError ? "error" : throw new JsonException("The message has no type."));
        var frame = new ServerEvent(ServerEventKind.Content, type, fields.StreamId);
        switch (type)
        {
            case "response.output_text.delta":
                return frame with { Event = new OutputTextDeltaEvent(fields.OutputIndex, fields.ContentIndex, fields.Delta) };
            case "response.function_call_arguments.delta":
                return frame with { Event = new FunctionCallArgumentsDeltaEvent(fields.OutputIndex, fields.Delta) };
            case "response.refusal.delta":
                return frame with { Event = new RefusalDeltaEvent(fields.OutputIndex, fields.ContentIndex, fields.Delta) };
            case "response.reasoning_summary_text.delta":
                return frame with { Event = new ReasoningSummaryDeltaEvent(fields.OutputIndex, fields.SummaryIndex, fields.Delta) };
            case "response.output_item.added":
                var added = ItemAdded(fields);
                // A call's name and id are content already: a caller who streams them on cannot take them back.
                return frame with { Kind = added.CallId is null ? ServerEventKind.Prelude : ServerEventKind.Content, Event = added };
            case "response.output_item.done":
                return frame with { Event = new OutputItemDoneEvent(fields.OutputIndex, new ConversationItem(fields.Item.ToArray())) };
            case "response.created":
                var created = ResponseReader.Read(fields.Response, hasEnded: false);
                return frame with { Kind = ServerEventKind.Prelude, ResponseId = created.Id, Event = new ResponseCreatedEvent(created.Id, created.CreatedAt) };
            case "response.completed" or "response.incomplete" or "response.done":
                var terminal = ResponseReader.Read(fields.Response, hasEnded: true);
                return WireJson.Member(fields.Response, "status"u8) switch
                {
                    "failed" or "cancelled" => Failed(frame, fields, utf8Json, time),
                    "queued" or "in_progress" => Unended(Failed(frame, fields, utf8Json, time)),
                    _ => frame with
                    {
                        Kind = ServerEventKind.Terminal,
                        ResponseId = terminal.Id,
                        Terminal = type == "response.incomplete" ? terminal with { Status = TurnStatus.Incomplete } : terminal,
                    },
                };
            case "response.failed":
                return Failed(frame, fields, utf8Json, time);
            case "error" or "response.error":
                return frame with { Kind = ServerEventKind.Error, Error = ServerError.Parse(utf8Json, time) };
            case SteerReply.Accepted or SteerReply.Pending or SteerReply.Failed:
                return frame with { Kind = ServerEventKind.Silent, SteerReply = SteerReply.Read(type, utf8Json) };
            case "keepalive" or "response.in_progress" or "response.queued"
                or "response.content_part.added" or "response.content_part.done"
                or "response.output_text.done" or "response.refusal.done" or "response.function_call_arguments.done"
                or "response.reasoning_summary_part.added" or "response.reasoning_summary_part.done" or "response.reasoning_summary_text.done":
                return frame with { Kind = ServerEventKind.Silent };
            default:
                return frame with
                {
                    // A delta of whatever kind is part of the answer.
                    Kind = type.EndsWith(".delta", StringComparison.Ordinal) ? ServerEventKind.Content : ServerEventKind.Prelude,
                    Event = new OtherResponseEvent(type, utf8Json.ToArray()),
                };
        }
    }

    private static ServerEvent Failed(ServerEvent frame, FrameFields fields, ReadOnlySpan<byte> utf8Json, TimeProvider? time) =>
        frame with { Kind = ServerEventKind.Error, ResponseId = WireJson.Member(fields.Response, "id"u8), Error = ServerError.Parse(utf8Json, time) };

    /// <summary>
    /// What goes on elsewhere has no answer yet, and would pass for an empty one. Only this turn is refused: the socket has done nothing wrong.
    /// </summary>
    private static ServerEvent Unended(ServerEvent frame) => frame with
    {
        Error = frame.Error! with
        {
            Message = "The service ended the turn with a response that has not ended yet: its status is 'queued' or 'in_progress'. "
                + "Take 'background' out of the request: responses in the background have to be polled for, which this client does not do.",
        },
    };

    private static OutputItemAddedEvent ItemAdded(FrameFields fields)
    {
        if (fields.Item.IsEmpty)
        {
            throw new JsonException("The event has no item.");
        }

        return new(
            fields.OutputIndex,
            WireJson.Member(fields.Item, "type"u8) ?? "",
            WireJson.Member(fields.Item, "call_id"u8),
            WireJson.Member(fields.Item, "name"u8));
    }
}
