using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator;

/// <content>What the emulator has no words for.</content>
public abstract partial record ModelOutput
{
    /// <summary>An item of any type, known or not, with nothing between added and done.</summary>
    public sealed record RawItem : ModelOutput
    {
        /// <summary>Creates the item.</summary>
        /// <param name="json">A JSON object with a <c>type</c>. An id is added when it has none; a status, if it has one, is <c>in_progress</c>
        /// at first.</param>
        public RawItem(string json)
        {
            ReadObject(json);
            Json = json;
        }

        /// <summary>The item.</summary>
        public string Json { get; }

        internal JsonObject ToJson() => JsonNode.Parse(Json)!.AsObject();
    }

    /// <summary>A frame that is no output item: an event type of the emulator's future, a keepalive, a private frame of some backend.</summary>
    public sealed record RawEvent : ModelOutput
    {
        private static readonly string[] Envelope = ["type", "sequence_number", "stream_id"];

        /// <summary>Creates the frame.</summary>
        /// <param name="json">A JSON object with a <c>type</c>.</param>
        /// <param name="enveloped">Whether it takes the next sequence number and the lane's name, in place of any that it has; otherwise it goes
        /// out letter by letter.</param>
        public RawEvent(string json, bool enveloped = true)
        {
            var frame = ReadObject(json);
            Type = frame.Text("type")!;
            StreamId = frame.Text("stream_id");
            Json = json;
            Enveloped = enveloped;
        }

        /// <summary>The frame.</summary>
        public string Json { get; }

        /// <summary>Whether sequence number and lane are added.</summary>
        public bool Enveloped { get; }

        /// <summary>Its <c>type</c>.</summary>
        public string Type { get; }

        internal string? StreamId { get; }

        /// <summary>The sign of life that the service sends during long silence.</summary>
        /// <returns>The frame.</returns>
        public static RawEvent KeepAlive() => new("""{"type":"keepalive"}""");

        /// <summary>The state of the limits, which one backend sends in front of a response, outside its numbering.</summary>
        /// <returns>The frame.</returns>
        public static RawEvent RateLimits() => new(
            """{"type":"codex.rate_limits","plan_type":"plus","rate_limits":{"allowed":true,"primary":"""
            + """{"used_percent":12,"window_minutes":300,"reset_at":1795003600},"secondary":"""
            + """{"used_percent":3,"window_minutes":10080,"reset_at":1795600000}},"credits":null}""",
            enveloped: false);

        /// <summary>Routing notes of one backend.</summary>
        /// <param name="responseId">The response, as in <see cref="ModelRequest.ResponseId"/>.</param>
        /// <param name="turnState">The value that the backend wants to see again.</param>
        /// <returns>The frame.</returns>
        public static RawEvent Metadata(string responseId, string turnState) => new(new JsonObject
        {
            ["type"] = "response.metadata",
            ["response_id"] = responseId,
            ["headers"] = new JsonObject { ["x-codex-turn-state"] = turnState },
        }.ToJsonString());

        internal void WriteMembers(Utf8JsonWriter writer)
        {
            foreach (var member in JsonText.Parse(Json).EnumerateObject().Where(static member => !Envelope.Contains(member.Name)))
            {
                member.WriteTo(writer);
            }
        }
    }

    private static JsonElement ReadObject(string json)
    {
        var element = JsonText.Parse(json);
        return element.Text("type") is null ? throw new ArgumentException("Expected a JSON object with a type.", nameof(json)) : element;
    }
}
