using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connectors.ResponsesWebSocket.Mapping;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Connectors.ResponsesWebSocket;

/// <summary>
/// The settings of Semantic Kernel's OpenAI connector, and those that only the Responses API has. Every property is
/// <see langword="null"/> by default, and null sends nothing: the service's own default holds.
/// </summary>
/// <remarks>
/// Settings of the stock type do as well where nothing of the Responses API is wanted. Some of its fields have no counterpart in that API
/// and are not sent; the first use of each is logged as a warning: presence and frequency penalty other than 0, <c>Seed</c> and
/// <c>TokenSelectionBiases</c>. <c>StopSequences</c> cut the answer on this side. <c>MaxTokens</c> below 16 goes out as 16, the least the
/// service takes. <c>Audio</c>, and modalities other than text, are a <see cref="NotSupportedException"/> when the call is made. Keys of
/// <c>ExtraBody</c> are fields of the Responses API's body; <c>type</c>, <c>stream_id</c>, <c>input</c> and <c>previous_response_id</c>
/// are the client's own, and an <see cref="ArgumentException"/>.
/// </remarks>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed class ResponsesWebSocketPromptExecutionSettings : OpenAIPromptExecutionSettings
{
    private const string Settable = "Settings of Semantic Kernel connectors are plain settable properties.";

    private static readonly PropertyInfo[] Stock =
        [.. typeof(OpenAIPromptExecutionSettings).GetProperties().Where(static property => property.SetMethod is { IsPublic: true })];

    private string? _reasoningSummary;
    private string? _verbosity;
    private string? _serviceTier;
    private string? _promptCacheKey;
    private string? _safetyIdentifier;
    private string? _truncation;
    private IList<string>? _include;
    private object? _contextManagement;
    private IList<object>? _tools;
    private bool? _eagerFunctionInvocation;
    private ResponsesWebSocketSteering? _steering;

    /// <summary>Asks for a summary of the model's reasoning: <c>auto</c>, <c>concise</c> or <c>detailed</c>. Sent as <c>reasoning.summary</c>.</summary>
    [JsonPropertyName("reasoning_summary")]
    public string? ReasoningSummary { get => _reasoningSummary; set => Set(ref _reasoningSummary, value); }

    /// <summary>How much the model writes: <c>low</c>, <c>medium</c> or <c>high</c>. Sent as <c>text.verbosity</c>.</summary>
    [JsonPropertyName("verbosity")]
    public string? Verbosity { get => _verbosity; set => Set(ref _verbosity, value); }

    /// <summary>The tier that serves the request, for example <c>auto</c>, <c>default</c>, <c>flex</c> or <c>priority</c>.</summary>
    [JsonPropertyName("service_tier")]
    public string? ServiceTier { get => _serviceTier; set => Set(ref _serviceTier, value); }

    /// <summary>Brings requests that begin alike to the same prompt cache.</summary>
    [JsonPropertyName("prompt_cache_key")]
    public string? PromptCacheKey { get => _promptCacheKey; set => Set(ref _promptCacheKey, value); }

    /// <summary>A stable, anonymous name of the end user, up to 128 characters. The successor of <c>User</c>.</summary>
    [JsonPropertyName("safety_identifier")]
    public string? SafetyIdentifier { get => _safetyIdentifier; set => Set(ref _safetyIdentifier, value); }

    /// <summary>What becomes of a history that is too long: <c>auto</c> drops its middle, <c>disabled</c> refuses it. Newer services prefer <see cref="ContextManagement"/>.</summary>
    [JsonPropertyName("truncation")]
    public string? Truncation { get => _truncation; set => Set(ref _truncation, value); }

    /// <summary>Parts of the answer that the service leaves out unless asked, for example <c>web_search_call.action.sources</c>.</summary>
    [JsonPropertyName("include")]
    [SuppressMessage("Usage", "CA2227", Justification = Settable)]
    public IList<string>? Include { get => _include; set => Set(ref _include, value); }

    /// <summary>The wire's array as JSON, for example <c>[{"type":"compaction","compact_threshold":180000}]</c>: the service shortens long histories itself.</summary>
    [JsonPropertyName("context_management")]
    public object? ContextManagement { get => _contextManagement; set => Set(ref _contextManagement, value); }

    /// <summary>
    /// Tools that the service runs itself, offered beside the kernel's functions: hosted tools of <c>Microsoft.Extensions.AI</c>
    /// (web search, code interpreter, file search, MCP server), or the wire's JSON as text, <see cref="JsonElement"/> or node.
    /// Functions belong to <see cref="PromptExecutionSettings.FunctionChoiceBehavior"/>; here they are an
    /// <see cref="ArgumentException"/> when the call is made.
    /// </summary>
    [JsonPropertyName("tools")]
    [SuppressMessage("Usage", "CA2227", Justification = Settable)]
    public IList<object>? Tools { get => _tools; set => Set(ref _tools, value); }

    /// <summary>
    /// Whether to start a call as soon as the model has finished writing it, while it still writes others. Only where functions are
    /// invoked automatically and <see cref="FunctionChoiceBehaviorOptions.AllowConcurrentInvocation"/> is set. Null means no.
    /// </summary>
    /// <remarks>
    /// A filter then sees an assistant message with the calls that are known so far, and their number as count. A call that was
    /// started is in the history with its result, whatever becomes of the response: no function is run again because a socket was lost.
    /// </remarks>
    [JsonPropertyName("eager_function_invocation")]
    [JsonConverter(typeof(OptionalBoolConverter))]
    public bool? EagerFunctionInvocation { get => _eagerFunctionInvocation; set => Set(ref _eagerFunctionInvocation, value); }

    /// <summary>By what the application says something to the model while this call runs. One for each call; null for none.</summary>
    [JsonIgnore]
    public ResponsesWebSocketSteering? Steering { get => _steering; set => Set(ref _steering, value); }

    /// <summary>
    /// Reads any settings as these. Settings of this type are returned as they are; those of the stock connector are taken property by
    /// property, and any others by their JSON names in <see cref="PromptExecutionSettings.ExtensionData"/>, unknown ones passed over.
    /// </summary>
    /// <param name="executionSettings">The settings; null gives new ones.</param>
    /// <param name="defaultMaxTokens">The limit on tokens when there are no settings.</param>
    /// <exception cref="JsonException">A setting holds a value of the wrong kind.</exception>
    /// <exception cref="NotSupportedException">A setting holds a value without a JSON form.</exception>
    /// <exception cref="ArgumentException">A yes-or-no setting holds something else.</exception>
    public static new ResponsesWebSocketPromptExecutionSettings FromExecutionSettings(PromptExecutionSettings? executionSettings, int? defaultMaxTokens = null) =>
        executionSettings is null ? new() { MaxTokens = defaultMaxTokens } : Of(SettingsReader.Read(executionSettings));

    /// <inheritdoc/>
    public override void Freeze()
    {
        if (IsFrozen)
        {
            return;
        }

        base.Freeze();
        _include = ReadOnly(_include);
        _tools = ReadOnly(_tools);
    }

    /// <inheritdoc/>
    public override PromptExecutionSettings Clone()
    {
        var clone = Clone<ResponsesWebSocketPromptExecutionSettings>();
        clone.ServiceId = ServiceId; // The stock clone forgets it.
        clone.ReasoningSummary = ReasoningSummary;
        clone.Verbosity = Verbosity;
        clone.ServiceTier = ServiceTier;
        clone.PromptCacheKey = PromptCacheKey;
        clone.SafetyIdentifier = SafetyIdentifier;
        clone.Truncation = Truncation;
        clone.Include = Include is null ? null : [.. Include];
        clone.ContextManagement = ContextManagement;
        clone.Tools = Tools is null ? null : [.. Tools];
        clone.EagerFunctionInvocation = EagerFunctionInvocation;
        clone.Steering = Steering;
        return clone;
    }

    /// <summary>The same settings with the fields of the Responses API beside them. Read anew for each request: a filter may have changed them.</summary>
    internal static ResponsesWebSocketPromptExecutionSettings Of(OpenAIPromptExecutionSettings settings)
    {
        if (settings is ResponsesWebSocketPromptExecutionSettings own)
        {
            return own;
        }

        var copy = new ResponsesWebSocketPromptExecutionSettings();
        foreach (var property in Stock)
        {
            property.SetValue(copy, property.GetValue(settings));
        }

        return copy;
    }

    private static ReadOnlyCollection<T>? ReadOnly<T>(IList<T>? values) => values is null ? null : new(values);

    private void Set<T>(ref T field, T value)
    {
        ThrowIfFrozen();
        field = value;
    }
}
