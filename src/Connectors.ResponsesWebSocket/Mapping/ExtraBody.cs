using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>Lays the caller's own fields over a request.</summary>
internal static class ExtraBody
{
    /// <exception cref="ArgumentException">A key leads nowhere, or to what the client writes itself.</exception>
    public static TurnRequest Apply(TurnRequest request, IDictionary<string, object?>? extra)
    {
        if (extra is not { Count: > 0 })
        {
            return request;
        }

        var body = BodyOf(request);
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in extra)
        {
            var path = new JsonPathSetter(key);
            if (TurnRequest.OwnFields.Contains(path.Field))
            {
                throw new ArgumentException(
                    $"The key '{key}' of ExtraBody cannot be used: the client writes '{path.Field}' itself, because only it knows what the service already holds. Take it out, and change the history instead.");
            }

            path.Set(body, RawJson.Node(RawJson.Element(value)));
            changed.Add(path.Field);
        }

        return With(request, changed.ToDictionary(static name => name, name => JsonSerializer.SerializeToElement(body[name]), StringComparer.Ordinal));
    }

    /// <summary>The request as it would be sent, so that a path finds what other settings put there.</summary>
    private static JsonObject BodyOf(TurnRequest request)
    {
        var body = RawJson.Object(
            ("model", request.Model),
            ("store", request.Store),
            ("tools", request.Tools is { } tools ? new JsonArray([.. tools.Select(static tool => JsonNode.Parse(tool.Utf8Json.Span))]) : null),
            ("tool_choice", request.ToolChoice is { } choice ? RawJson.Node(choice) : null),
            ("parallel_tool_calls", request.ParallelToolCalls),
            ("temperature", request.Temperature),
            ("top_p", request.TopP),
            ("max_output_tokens", request.MaxOutputTokens),
            ("include", request.Include is { } include ? RawJson.Array(include) : null),
            ("metadata", request.Metadata is { } pairs ? new JsonObject(pairs.Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))) : null));
        foreach (var (name, value) in request.Fields ?? new Dictionary<string, JsonElement>())
        {
            body[name] = RawJson.Node(value);
        }

        return body;
    }

    /// <summary>
    /// What the client has to know takes the place of the typed member as long as it has its form: tools may travel as items, what
    /// is not stored is written otherwise, and the client adds what it needs itself to <c>include</c>.
    /// </summary>
    private static TurnRequest With(TurnRequest request, Dictionary<string, JsonElement> changes) => new()
    {
        Model = Take(changes, "model", static value => value.ValueKind == JsonValueKind.String ? value.GetString() : null) ?? request.Model,
        Input = request.Input,
        Store = Take<bool?>(changes, "store", static value => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null) ?? request.Store,
        Tools = Take(changes, "tools", static value => All(value, JsonValueKind.Object)?.Select(static tool => TurnTool.FromJson(tool.GetRawText())).ToList()) ?? request.Tools,
        ToolChoice = Take<JsonElement?>(changes, "tool_choice", static value => value.ValueKind is JsonValueKind.String or JsonValueKind.Object ? value : null) ?? request.ToolChoice,
        Include = Take(changes, "include", static value => All(value, JsonValueKind.String)?.Select(static name => name.GetString()!).ToList()) ?? request.Include,
        ParallelToolCalls = request.ParallelToolCalls,
        Temperature = request.Temperature,
        TopP = request.TopP,
        MaxOutputTokens = request.MaxOutputTokens,
        Metadata = request.Metadata,
        Fields = (request.Fields ?? new Dictionary<string, JsonElement>()).Where(field => !changes.ContainsKey(field.Key)).Concat(changes)
            .ToDictionary(StringComparer.Ordinal),
    };

    private static T? Take<T>(Dictionary<string, JsonElement> changes, string name, Func<JsonElement, T?> read)
    {
        var taken = changes.TryGetValue(name, out var value) ? read(value) : default;
        if (taken is not null)
        {
            changes.Remove(name);
        }

        return taken;
    }

    private static IEnumerable<JsonElement>? All(JsonElement value, JsonValueKind kind) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(entry => entry.ValueKind == kind) ? value.EnumerateArray() : null;
}
