using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connectors.ResponsesWebSocket.Mapping;
using Microsoft.SemanticKernel;

namespace Connectors.ResponsesWebSocket;

/// <summary>
/// The settings of one call. Every property is <see langword="null"/> by default, and null sends nothing: the service's own
/// default holds.
/// </summary>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed class ResponsesWebSocketPromptExecutionSettings : PromptExecutionSettings
{
    private double? _temperature;
    private double? _topP;
    private int? _maxTokens;
    private object? _responseFormat;
    private object? _reasoningEffort;
    private string? _chatSystemPrompt;
    private string? _chatDeveloperPrompt;
    private string? _user;
    private bool? _store;
    private IDictionary<string, string>? _metadata;
    private bool? _eagerFunctionInvocation;
    private ResponsesWebSocketSteering? _steering;

    /// <summary>Sampling temperature, 0 to 2. Reasoning models refuse it.</summary>
    [JsonPropertyName("temperature")]
    public double? Temperature { get => _temperature; set => Set(ref _temperature, value); }

    /// <summary>Nucleus sampling, 0 to 1.</summary>
    [JsonPropertyName("top_p")]
    public double? TopP { get => _topP; set => Set(ref _topP, value); }

    /// <summary>The most tokens the model may write, reasoning included. Sent as <c>max_output_tokens</c>; at least 1.</summary>
    [JsonPropertyName("max_tokens")]
    public int? MaxTokens { get => _maxTokens; set => Set(ref _maxTokens, value); }

    /// <summary>
    /// <c>"text"</c>, <c>"json_object"</c>, a <see cref="JsonElement"/> with a JSON schema or a Chat Completions
    /// <c>json_schema</c> object, or a <see cref="Type"/> whose schema the answer must follow. Anything else is left out.
    /// </summary>
    [JsonPropertyName("response_format")]
    public object? ResponseFormat { get => _responseFormat; set => Set(ref _responseFormat, value); }

    /// <summary>How hard the model thinks, as text: <c>none</c>, <c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c> and what newer models add.</summary>
    [JsonPropertyName("reasoning_effort")]
    public object? ReasoningEffort { get => _reasoningEffort; set => Set(ref _reasoningEffort, value); }

    /// <summary>A system message put before the history, in the request only, when the history has none.</summary>
    [JsonPropertyName("chat_system_prompt")]
    public string? ChatSystemPrompt { get => _chatSystemPrompt; set => Set(ref _chatSystemPrompt, value); }

    /// <summary>A developer message put before the history, in the request only, when the history has none.</summary>
    [JsonPropertyName("chat_developer_prompt")]
    public string? ChatDeveloperPrompt { get => _chatDeveloperPrompt; set => Set(ref _chatDeveloperPrompt, value); }

    /// <summary>Identifies the end user towards the service.</summary>
    [JsonPropertyName("user")]
    public string? User { get => _user; set => Set(ref _user, value); }

    /// <summary>Whether the service keeps the response beyond the life of the socket. Null means no.</summary>
    [JsonPropertyName("store")]
    [JsonConverter(typeof(OptionalBoolConverter))]
    public bool? Store { get => _store; set => Set(ref _store, value); }

    /// <summary>Up to 16 pairs attached to the response.</summary>
    [JsonPropertyName("metadata")]
    [SuppressMessage("Usage", "CA2227", Justification = "Settings of Semantic Kernel connectors are plain settable properties.")]
    public IDictionary<string, string>? Metadata { get => _metadata; set => Set(ref _metadata, value); }

    /// <summary>
    /// Starts a call as soon as the model has finished writing it, while it still writes others. Only where functions are invoked
    /// automatically and <c>AllowConcurrentInvocation</c> is set. Null means no.
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
    /// Reads any settings as these. Settings of this type are returned as they are, so that a filter that changes them is
    /// heard in the next round; others are read by their JSON names, unknown ones passed over.
    /// </summary>
    /// <param name="executionSettings">The settings; null gives new ones.</param>
    /// <param name="defaultMaxTokens">The limit on tokens when there are no settings.</param>
    /// <exception cref="ArgumentException">A yes-or-no setting holds something else.</exception>
    public static ResponsesWebSocketPromptExecutionSettings FromExecutionSettings(PromptExecutionSettings? executionSettings, int? defaultMaxTokens = null) =>
        executionSettings switch
        {
            null => new ResponsesWebSocketPromptExecutionSettings { MaxTokens = defaultMaxTokens },
            ResponsesWebSocketPromptExecutionSettings own => own,
            _ => SettingsJson.Read(executionSettings),
        };

    /// <inheritdoc/>
    public override void Freeze()
    {
        if (IsFrozen)
        {
            return;
        }

        base.Freeze();
        _metadata = _metadata is null ? null : new ReadOnlyDictionary<string, string>(_metadata);
    }

    /// <inheritdoc/>
    public override PromptExecutionSettings Clone() => new ResponsesWebSocketPromptExecutionSettings
    {
        ServiceId = ServiceId,
        ModelId = ModelId,
        FunctionChoiceBehavior = FunctionChoiceBehavior,
        ExtensionData = ExtensionData is null ? null : new Dictionary<string, object>(ExtensionData),
        Temperature = Temperature,
        TopP = TopP,
        MaxTokens = MaxTokens,
        ResponseFormat = ResponseFormat,
        ReasoningEffort = ReasoningEffort,
        ChatSystemPrompt = ChatSystemPrompt,
        ChatDeveloperPrompt = ChatDeveloperPrompt,
        User = User,
        Store = Store,
        Metadata = Metadata is null ? null : new Dictionary<string, string>(Metadata),
        EagerFunctionInvocation = EagerFunctionInvocation,
        Steering = Steering,
    };

    private void Set<T>(ref T field, T value)
    {
        ThrowIfFrozen();
        field = value;
    }
}
