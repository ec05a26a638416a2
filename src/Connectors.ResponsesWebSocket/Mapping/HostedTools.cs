using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>The tools that the service runs itself, as entries of <c>tools</c>.</summary>
internal static class HostedTools
{
    public static IReadOnlyList<TurnTool> Of(ResponsesWebSocketPromptExecutionSettings settings)
    {
        var tools = (settings.Tools ?? []).Select(Definition).ToList();
        if (WebSearch.Of(settings.WebSearchOptions) is { } search)
        {
            if (tools.Exists(static tool => TypeOf(tool)!.StartsWith("web_search", StringComparison.Ordinal)))
            {
                throw new ArgumentException($"{WebSearch.Name} and a web search in Tools cannot be used together. Take one of them out.");
            }

            tools.Add(search);
        }

        return [.. tools.Select(static tool => TurnTool.FromJson(tool.GetRawText()))];
    }

    private static JsonElement Definition(object? tool)
    {
        var json = tool is AITool hosted ? JsonSerializer.SerializeToElement(Definition(hosted)) : RawJson.Of(tool, "Tools");
        return json is { } definition && TypeOf(definition) is { } type
            ? type == "function" ? throw NoFunction() : definition
            : throw new ArgumentException("Each of Tools must be a JSON object with a type, for example {\"type\":\"web_search\"}.");
    }

    private static string? TypeOf(JsonElement tool) => tool.ValueKind == JsonValueKind.Object ? OutputJson.Text(tool, "type") : null;

    private static ArgumentException NoFunction() =>
        new("Tools are run by the service, so there is no function among them. Offer functions through the kernel and FunctionChoiceBehavior.");

    private static JsonObject Definition(AITool tool)
    {
        var definition = tool switch
        {
            HostedWebSearchTool => new JsonObject { ["type"] = "web_search" },
            HostedCodeInterpreterTool code => CodeInterpreter(code),
            HostedFileSearchTool files => FileSearch(files),
            HostedMcpServerTool server => McpServerTool.Definition(server),
            AIFunctionDeclaration => throw NoFunction(),
            _ => throw new NotSupportedException($"A tool of type '{tool.GetType()}' is not supported. Give its JSON."),
        };
        foreach (var (name, value) in tool.AdditionalProperties)
        {
            definition[JsonNamingPolicy.SnakeCaseLower.ConvertName(name)] = RawJson.Node(RawJson.Element(value));
        }

        return definition;
    }

    private static JsonObject CodeInterpreter(HostedCodeInterpreterTool tool)
    {
        var files = Inputs<HostedFileContent>(tool.Inputs, tool);
        return new()
        {
            ["type"] = "code_interpreter",
            ["container"] = RawJson.Object(("type", "auto"), ("file_ids", files.Count == 0 ? null : RawJson.Array(files.Select(static file => file.FileId)))),
        };
    }

    private static JsonObject FileSearch(HostedFileSearchTool tool) => RawJson.Object(
        ("type", "file_search"),
        ("vector_store_ids", RawJson.Array(Inputs<HostedVectorStoreContent>(tool.Inputs, tool).Select(static store => store.VectorStoreId))),
        ("max_num_results", tool.MaximumResultCount));

    private static List<T> Inputs<T>(IList<AIContent>? inputs, AITool tool) => [.. (inputs ?? []).Select(input => input is T known
        ? known
        : throw new NotSupportedException($"The tool {tool.Name} takes {typeof(T).Name} only, not '{input?.GetType()}'."))];
}
