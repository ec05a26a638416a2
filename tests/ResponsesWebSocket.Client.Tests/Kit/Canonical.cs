using System.Text;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>
/// What a list of items means, one line per meaningful item. Written for the tests alone and on another JSON model than the
/// client's, so that a mistake in the client's comparison cannot hide in its own.
/// </summary>
internal static class Canonical
{
    public static IReadOnlyList<string> Of(IEnumerable<string> items)
    {
        var lines = new List<string>();
        var said = new StringBuilder();
        var calls = new List<string>();
        foreach (var item in items.Select(static json => JsonNode.Parse(json)!.AsObject()))
        {
            switch (TextOf(item, "type") ?? "message")
            {
                case "reasoning":
                    break;
                case "message" when TextOf(item, "role") == "assistant":
                    said.Append(ContentOf(item));
                    break;
                case "function_call":
                    calls.Add($"call {TextOf(item, "call_id")} {TextOf(item, "name")} {ArgumentsOf(item)}");
                    break;
                case "message":
                    EndAnswer(lines, said, calls);
                    lines.Add($"{TextOf(item, "role")}: {ContentOf(item)}");
                    break;
                case "function_call_output":
                    EndAnswer(lines, said, calls);
                    lines.Add($"output {TextOf(item, "call_id")} {Sorted(item["output"])}");
                    break;
                case var other:
                    EndAnswer(lines, said, calls);
                    lines.Add($"{other} {Sorted(item)}");
                    break;
            }
        }

        EndAnswer(lines, said, calls);
        return lines;
    }

    public static IReadOnlyList<string> Of(IEnumerable<ConversationItem> items) => Of(items.Select(static item => item.ToString()));

    public static IReadOnlyList<string> Of(IEnumerable<JsonElement> items) => Of(items.Select(static item => item.GetRawText()));

    /// <summary>JSON with sorted members.</summary>
    public static string Sorted(JsonNode? node) => node switch
    {
        JsonObject members => "{" + string.Join(",", members.OrderBy(static m => m.Key, StringComparer.Ordinal).Select(static m => JsonValue.Create(m.Key).ToJsonString() + ":" + Sorted(m.Value))) + "}",
        JsonArray elements => "[" + string.Join(",", elements.Select(Sorted)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };

    /// <summary>One answer may hold several messages, and a history brings them back as one: all text first, then the calls.</summary>
    private static void EndAnswer(List<string> lines, StringBuilder said, List<string> calls)
    {
        if (said.Length > 0)
        {
            lines.Add($"assistant: {said}");
        }

        lines.AddRange(calls);
        said.Clear();
        calls.Clear();
    }

    private static string ContentOf(JsonObject message) => message["content"] switch
    {
        JsonArray parts => string.Concat(parts.Select(static part => TextOf(part!.AsObject(), "text") ?? TextOf(part!.AsObject(), "refusal") ?? Sorted(part))),
        null => "",
        var text => text.GetValue<string>(),
    };

    private static string ArgumentsOf(JsonObject call)
    {
        var arguments = TextOf(call, "arguments") ?? "";
        try
        {
            return Sorted(JsonNode.Parse(arguments));
        }
        catch (JsonException)
        {
            return arguments;
        }
    }

    private static string? TextOf(JsonObject holder, string name) => holder[name]?.GetValue<string>();
}
