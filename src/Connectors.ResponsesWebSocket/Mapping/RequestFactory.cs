using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.SemanticKernel.ChatCompletion;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>From history and settings to a request.</summary>
internal static class RequestFactory
{
    /// <param name="modelId">The configured model; <c>settings.ModelId</c> only selects services and is never sent.</param>
    /// <param name="history">The whole history.</param>
    /// <param name="settings">The settings of this round.</param>
    /// <param name="tools">What this round offers.</param>
    public static ResponseRequest Create(string modelId, ChatHistory history, ResponsesWebSocketPromptExecutionSettings settings, ToolSet tools)
    {
        if (settings.MaxTokens < 1)
        {
            throw new ArgumentException($"MaxTokens {settings.MaxTokens} is not valid, the value must be greater than zero");
        }

        return new ResponseRequest
        {
            Model = modelId,
            Input = ChatHistoryMapper.Map(history, settings, modelId),
            Tools = tools.Tools,
            ToolChoice = tools.Choice,
            ParallelToolCalls = tools.ParallelCalls,
            Temperature = settings.Temperature,
            TopP = settings.TopP,
            MaxOutputTokens = settings.MaxTokens,
            Store = settings.Store ?? false,
            Metadata = settings.Metadata is { } metadata ? new Dictionary<string, string>(metadata) : null,
            Fields = Fields(settings),
        };
    }

    private static Dictionary<string, JsonElement>? Fields(ResponsesWebSocketPromptExecutionSettings settings)
    {
        var fields = new Dictionary<string, JsonElement>();
        if (ReasoningEffort(settings.ReasoningEffort) is { } effort)
        {
            fields["reasoning"] = JsonSerializer.SerializeToElement(new JsonObject { ["effort"] = effort });
        }

        if (ResponseFormat.Of(settings.ResponseFormat) is { } format)
        {
            fields["text"] = JsonSerializer.SerializeToElement(new JsonObject { ["format"] = format });
        }

        if (settings.User is { } user)
        {
            fields["user"] = JsonSerializer.SerializeToElement(user);
        }

        return fields.Count == 0 ? null : fields;
    }

    /// <summary>Any text is passed on: models learn new levels faster than connectors are released.</summary>
    private static string? ReasoningEffort(object? effort) => effort switch
    {
        null => null,
        string text => text.ToLowerInvariant(),
        JsonElement { ValueKind: JsonValueKind.Null } => null,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!.ToLowerInvariant(),
        _ => throw new NotSupportedException($"The provided reasoning effort '{effort.GetType()}' is not supported. Give it as text."),
    };
}
