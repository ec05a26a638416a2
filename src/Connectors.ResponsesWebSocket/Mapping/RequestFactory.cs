using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.ResponsesWebSocket.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.ChatCompletion;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>From history and settings to a request.</summary>
/// <param name="modelId">The configured model; <c>settings.ModelId</c> only selects services and is never sent.</param>
/// <param name="logger">Hears of settings that have no field.</param>
internal sealed class RequestFactory(string modelId, ILogger logger)
{
    /// <summary>The least that the service takes.</summary>
    private const int LeastOutputTokens = 16;

    private const string Logprobs = "message.output_text.logprobs";

    private readonly UnsupportedSettingWarnings _notices = new(logger);

    /// <param name="history">The whole history.</param>
    /// <param name="settings">The settings of this round.</param>
    /// <param name="tools">What this round offers.</param>
    public TurnRequest Create(ChatHistory history, ResponsesWebSocketPromptExecutionSettings settings, ToolSet tools)
    {
        if (settings.MaxTokens < 1)
        {
            throw new ArgumentException($"MaxTokens {settings.MaxTokens} is not valid, the value must be greater than zero");
        }

        Modalities.Check(settings);
        _notices.TellNotSent(settings);
        _notices.TellUnknown(settings.ExtensionData);
        var hosted = HostedTools.Of(settings);
        var request = new TurnRequest
        {
            Model = modelId,
            Input = ChatHistoryMapper.Map(history, settings, modelId),
            Tools = hosted.Count == 0 ? tools.Tools : [.. tools.Tools ?? [], .. hosted],
            ToolChoice = tools.Choice,
            ParallelToolCalls = tools.ParallelCalls,
            Temperature = Narrowed(settings.Temperature),
            TopP = Narrowed(settings.TopP),
            MaxOutputTokens = OutputTokens(settings.MaxTokens),
            Store = settings.Store ?? false,
            Include = Include(settings),
            Metadata = settings.Metadata is { Count: > 0 } metadata ? new Dictionary<string, string>(metadata) : null,
            Fields = Fields(settings),
        };
        return ExtraBody.Apply(request, settings.ExtraBody);
    }

    /// <summary>The client has these numbers as floats, so the stock connector writes no more digits than a float has.</summary>
    private static double? Narrowed(double? value) =>
        value is { } number ? double.Parse(((float)number).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;

    private static IReadOnlyList<string>? Include(ResponsesWebSocketPromptExecutionSettings settings)
    {
        IEnumerable<string> asked = settings.Include ?? [];
        List<string> include = [.. settings.Logprobs == true ? asked.Union([Logprobs], StringComparer.Ordinal) : asked];
        return include.Count == 0 ? null : include;
    }

    private static JsonObject? WithoutNulls(params (string Name, JsonNode? Value)[] members) => RawJson.Object(members) is { Count: > 0 } given ? given : null;

    private static Dictionary<string, JsonElement>? Fields(ResponsesWebSocketPromptExecutionSettings settings)
    {
        var context = RawJson.Of(settings.ContextManagement, nameof(settings.ContextManagement));
        var fields = WithoutNulls(
            ("reasoning", WithoutNulls(("effort", ReasoningLevel.Of(settings.ReasoningEffort)), ("summary", settings.ReasoningSummary))),
            ("text", WithoutNulls(("format", ResponseFormat.Of(settings.ResponseFormat)), ("verbosity", settings.Verbosity))),
            ("top_logprobs", settings.TopLogprobs),
            ("service_tier", settings.ServiceTier),
            ("prompt_cache_key", settings.PromptCacheKey),
            ("safety_identifier", settings.SafetyIdentifier),
            ("user", settings.User),
            ("truncation", settings.Truncation),
            ("context_management", context is { } given ? RawJson.Node(given) : null));
        return fields?.ToDictionary(static field => field.Key, static field => JsonSerializer.SerializeToElement(field.Value), StringComparer.Ordinal);
    }

    private int? OutputTokens(int? maxTokens)
    {
        if (maxTokens is not < LeastOutputTokens)
        {
            return maxTokens;
        }

        _notices.TellLimitRaised(maxTokens.Value, LeastOutputTokens);
        return LeastOutputTokens;
    }
}
