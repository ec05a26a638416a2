using System.Collections.Frozen;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>The members that a <c>response.create</c> may have and the JSON kinds they take. Everything else is an unsupported parameter.</summary>
internal static class RequestFields
{
    private static readonly FrozenDictionary<string, JsonKinds> Known = new Dictionary<string, JsonKinds>(StringComparer.Ordinal)
    {
        ["type"] = JsonKinds.String,
        ["stream_id"] = JsonKinds.String | JsonKinds.Null,
        ["generate"] = JsonKinds.Boolean | JsonKinds.Null,
        ["model"] = JsonKinds.String | JsonKinds.Null,
        ["input"] = JsonKinds.String | JsonKinds.Array | JsonKinds.Null,
        ["instructions"] = JsonKinds.String | JsonKinds.Null,
        ["previous_response_id"] = JsonKinds.String | JsonKinds.Null,
        ["store"] = JsonKinds.Boolean | JsonKinds.Null,
        ["tools"] = JsonKinds.Array | JsonKinds.Null,
        ["tool_choice"] = JsonKinds.String | JsonKinds.Object | JsonKinds.Null,
        ["parallel_tool_calls"] = JsonKinds.Boolean | JsonKinds.Null,
        ["max_tool_calls"] = JsonKinds.Number | JsonKinds.Null,
        ["max_output_tokens"] = JsonKinds.Number | JsonKinds.Null,
        ["reasoning"] = JsonKinds.Object | JsonKinds.Null,
        ["text"] = JsonKinds.Object | JsonKinds.Null,
        ["include"] = JsonKinds.Array | JsonKinds.Null,
        ["temperature"] = JsonKinds.Number | JsonKinds.Null,
        ["top_p"] = JsonKinds.Number | JsonKinds.Null,
        ["top_logprobs"] = JsonKinds.Number | JsonKinds.Null,
        ["truncation"] = JsonKinds.String | JsonKinds.Null,
        ["context_management"] = JsonKinds.Array | JsonKinds.Null,
        ["metadata"] = JsonKinds.Object | JsonKinds.Null,
        ["prompt_cache_key"] = JsonKinds.String | JsonKinds.Null,
        ["prompt_cache_options"] = JsonKinds.Object | JsonKinds.Null,
        ["prompt_cache_retention"] = JsonKinds.String | JsonKinds.Null,
        ["service_tier"] = JsonKinds.String | JsonKinds.Null,
        ["safety_identifier"] = JsonKinds.String | JsonKinds.Null,
        ["user"] = JsonKinds.String | JsonKinds.Null,
        ["moderation"] = JsonKinds.Object | JsonKinds.Null,
        ["access_programs"] = JsonKinds.Object | JsonKinds.Null,
        ["image"] = JsonKinds.Object | JsonKinds.Null,
        ["stream_options"] = JsonKinds.Object | JsonKinds.Null,
        // Streaming is implicit; clients in the wild send the field all the same, and the service does not mind.
        ["stream"] = JsonKinds.Boolean | JsonKinds.Null,
        ["background"] = JsonKinds.Boolean | JsonKinds.Null,
        // In the schema, but they name objects that live outside this emulator: refused by the validator.
        ["conversation"] = JsonKinds.String | JsonKinds.Object | JsonKinds.Null,
        ["prompt"] = JsonKinds.Object | JsonKinds.Null,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    [Flags]
    private enum JsonKinds
    {
        None = 0,
        String = 1,
        Number = 2,
        Boolean = 4,
        Object = 8,
        Array = 16,
        Null = 32,
    }

    public static void Check(JsonElement frame)
    {
        foreach (var member in frame.EnumerateObject())
        {
            if (!Known.TryGetValue(member.Name, out var allowed))
            {
                throw new RequestRefusedException(Refusals.UnsupportedParameter(member.Name));
            }

            var kind = KindOf(member.Value.ValueKind);
            if ((allowed & kind) == JsonKinds.None)
            {
                throw new RequestRefusedException(Refusals.WrongType(member.Name, Describe(allowed & ~JsonKinds.Null), Describe(kind)));
            }
        }
    }

    private static string Describe(JsonKinds kinds) =>
        kinds.ToString().ToLowerInvariant().Replace(", ", " or ", StringComparison.Ordinal);

    private static JsonKinds KindOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => JsonKinds.String,
        JsonValueKind.Number => JsonKinds.Number,
        JsonValueKind.True or JsonValueKind.False => JsonKinds.Boolean,
        JsonValueKind.Object => JsonKinds.Object,
        JsonValueKind.Array => JsonKinds.Array,
        JsonValueKind.Null => JsonKinds.Null,
        _ => JsonKinds.None,
    };
}
