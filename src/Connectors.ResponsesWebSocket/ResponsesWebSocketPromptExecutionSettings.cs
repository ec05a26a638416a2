using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connectors.ResponsesWebSocket.Mapping;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Connectors.ResponsesWebSocket;

/// <summary>
/// The settings of one call. Every property is <see langword="null"/> by default, and null sends nothing: the service's own
/// default holds.
/// </summary>
/// <remarks>
/// The names, in code and in JSON, are those of Semantic Kernel's OpenAI connector, whose settings are read as well. Those that
/// the Responses API has no field for say so below: they are not sent, and the first use of each is logged as a warning.
/// </remarks>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed class ResponsesWebSocketPromptExecutionSettings : PromptExecutionSettings
{
    private const string Settable = "Settings of Semantic Kernel connectors are plain settable properties.";

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
    private double? _presencePenalty;
    private double? _frequencyPenalty;
    private IList<string>? _stopSequences;
    private long? _seed;
    private IDictionary<int, int>? _tokenSelectionBiases;
    private bool? _logprobs;
    private int? _topLogprobs;
    private object? _webSearchOptions;
    private object? _modalities;
    private object? _audio;
    private IDictionary<string, object?>? _extraBody;
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

    /// <summary>Sampling temperature, 0 to 2. Reasoning models refuse it.</summary>
    [JsonPropertyName("temperature")]
    public double? Temperature { get => _temperature; set => Set(ref _temperature, value); }

    /// <summary>Nucleus sampling, 0 to 1.</summary>
    [JsonPropertyName("top_p")]
    public double? TopP { get => _topP; set => Set(ref _topP, value); }

    /// <summary>The most tokens the model may write, reasoning included. Sent as <c>max_output_tokens</c>.</summary>
    /// <remarks>Less than 1 is an <see cref="ArgumentException"/> when the call is made. The service takes no less than 16: 1 to 15 go out as 16.</remarks>
    [JsonPropertyName("max_tokens")]
    public int? MaxTokens { get => _maxTokens; set => Set(ref _maxTokens, value); }

    /// <summary>
    /// <c>"text"</c>, <c>"json_object"</c>, JSON with a schema or with a <c>json_schema</c> object of either API, a
    /// <see cref="Type"/> whose schema the answer must follow, or a response format of <c>Microsoft.Extensions.AI</c> or of
    /// OpenAI's SDK. Anything else is left out, with a warning.
    /// </summary>
    [JsonPropertyName("response_format")]
    public object? ResponseFormat { get => _responseFormat; set => Set(ref _responseFormat, value); }

    /// <summary>
    /// How hard the model thinks: <c>none</c>, <c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c> and what newer models add, as
    /// text, as JSON text, or as a level of <c>Microsoft.Extensions.AI</c> or of OpenAI's SDK.
    /// </summary>
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
    [SuppressMessage("Usage", "CA2227", Justification = Settable)]
    public IDictionary<string, string>? Metadata { get => _metadata; set => Set(ref _metadata, value); }

    /// <summary>Not sent: the Responses API has no such field. Zero, its default, is no different from null.</summary>
    [JsonPropertyName("presence_penalty")]
    public double? PresencePenalty { get => _presencePenalty; set => Set(ref _presencePenalty, value); }

    /// <summary>Not sent: the Responses API has no such field. Zero, its default, is no different from null.</summary>
    [JsonPropertyName("frequency_penalty")]
    public double? FrequencyPenalty { get => _frequencyPenalty; set => Set(ref _frequencyPenalty, value); }

    /// <summary>
    /// Texts in front of which the answer ends. Not sent, as the Responses API has no such field: the answer is cut here, also where
    /// a sequence comes in two pieces of a stream. The model writes on, so the tokens behind it are paid for.
    /// </summary>
    [JsonPropertyName("stop_sequences")]
    [SuppressMessage("Usage", "CA2227", Justification = Settable)]
    public IList<string>? StopSequences { get => _stopSequences; set => Set(ref _stopSequences, value); }

    /// <summary>Not sent: the Responses API has no such field.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get => _seed; set => Set(ref _seed, value); }

    /// <summary>Not sent: the Responses API has no such field.</summary>
    [JsonPropertyName("token_selection_biases")]
    [SuppressMessage("Usage", "CA2227", Justification = Settable)]
    public IDictionary<int, int>? TokenSelectionBiases { get => _tokenSelectionBiases; set => Set(ref _tokenSelectionBiases, value); }

    /// <summary>Whether the answer's tokens come with their log probabilities: adds <c>message.output_text.logprobs</c> to <c>include</c>.</summary>
    [JsonPropertyName("logprobs")]
    [JsonConverter(typeof(OptionalBoolConverter))]
    public bool? Logprobs { get => _logprobs; set => Set(ref _logprobs, value); }

    /// <summary>How many of the likeliest tokens to tell at each place, 0 to 20. Needs <see cref="Logprobs"/>.</summary>
    [JsonPropertyName("top_logprobs")]
    public int? TopLogprobs { get => _topLogprobs; set => Set(ref _topLogprobs, value); }

    /// <summary>
    /// Lets the model search the web: Chat Completions' <c>web_search_options</c> as JSON, or as OpenAI's SDK holds them. Sent as
    /// a <c>web_search</c> entry of <c>tools</c>.
    /// </summary>
    [JsonPropertyName("web_search_options")]
    public object? WebSearchOptions { get => _webSearchOptions; set => Set(ref _webSearchOptions, value); }

    /// <summary>
    /// What the answer is made of: <c>text</c> is all there is, and nothing is sent for it. Others are a <see cref="NotSupportedException"/>
    /// when the call is made.
    /// </summary>
    [JsonPropertyName("modalities")]
    public object? Modalities { get => _modalities; set => Set(ref _modalities, value); }

    /// <summary>How the answer sounds. The Responses API does not speak: anything but null is a <see cref="NotSupportedException"/> when the call is made.</summary>
    [JsonPropertyName("audio")]
    public object? Audio { get => _audio; set => Set(ref _audio, value); }

    /// <summary>
    /// Any field of the request by its wire name; wins over all other settings. A key that begins with <c>$.</c> is a path into
    /// the request (<c>$.text.verbosity</c>, <c>$.metadata['a.b']</c>, <c>$.tools[0].strict</c>), any other is a field's whole
    /// name. A null value is sent as JSON null. What the client writes itself cannot be given: <c>type</c>, <c>stream_id</c>,
    /// <c>input</c> and <c>previous_response_id</c> are an <see cref="ArgumentException"/> when the call is made.
    /// </summary>
    [JsonPropertyName("extra_body")]
    [SuppressMessage("Usage", "CA2227", Justification = Settable)]
    public IDictionary<string, object?>? ExtraBody { get => _extraBody; set => Set(ref _extraBody, value); }

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

    /// <summary>A stable, anonymous name of the end user, up to 128 characters. The successor of <see cref="User"/>.</summary>
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
    /// Reads any settings as these. Settings of this type are returned as they are, so that a filter that changes them is
    /// heard in the next round; others are read by their JSON names, unknown ones passed over.
    /// </summary>
    /// <param name="executionSettings">The settings; null gives new ones.</param>
    /// <param name="defaultMaxTokens">The limit on tokens when there are no settings.</param>
    /// <exception cref="ArgumentException">A setting holds a value of the wrong kind, for example a yes-or-no one something else.</exception>
    /// <exception cref="NotSupportedException">The settings have a <c>ToolCallBehavior</c>, the predecessor of <see cref="PromptExecutionSettings.FunctionChoiceBehavior"/>.</exception>
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
        _metadata = ReadOnly(_metadata);
        _tokenSelectionBiases = ReadOnly(_tokenSelectionBiases);
        _extraBody = ReadOnly(_extraBody);
        _stopSequences = ReadOnly(_stopSequences);
        _include = ReadOnly(_include);
        _tools = ReadOnly(_tools);
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
        PresencePenalty = PresencePenalty,
        FrequencyPenalty = FrequencyPenalty,
        StopSequences = StopSequences is null ? null : [.. StopSequences],
        Seed = Seed,
        TokenSelectionBiases = TokenSelectionBiases is null ? null : new Dictionary<int, int>(TokenSelectionBiases),
        Logprobs = Logprobs,
        TopLogprobs = TopLogprobs,
        WebSearchOptions = WebSearchOptions,
        Modalities = Modalities,
        Audio = Audio,
        ExtraBody = ExtraBody is null ? null : new Dictionary<string, object?>(ExtraBody),
        ReasoningSummary = ReasoningSummary,
        Verbosity = Verbosity,
        ServiceTier = ServiceTier,
        PromptCacheKey = PromptCacheKey,
        SafetyIdentifier = SafetyIdentifier,
        Truncation = Truncation,
        Include = Include is null ? null : [.. Include],
        ContextManagement = ContextManagement,
        Tools = Tools is null ? null : [.. Tools],
        EagerFunctionInvocation = EagerFunctionInvocation,
        Steering = Steering,
    };

    /// <summary>
    /// Puts the prompts into the history itself, the system's first. Only for callers who hand the history on as a list of
    /// messages; a call of the service leaves the history as it is.
    /// </summary>
    /// <param name="chatHistory">The history; changed.</param>
    protected override ChatHistory PrepareChatHistoryForRequest(ChatHistory chatHistory)
    {
        ArgumentNullException.ThrowIfNull(chatHistory);
        Put(ChatDeveloperPrompt, AuthorRole.Developer);
        Put(ChatSystemPrompt, AuthorRole.System);
        return chatHistory;

        void Put(string? prompt, AuthorRole role)
        {
            if (!string.IsNullOrWhiteSpace(prompt) && !chatHistory.Any(message => message.Role == role))
            {
                chatHistory.Insert(0, new ChatMessageContent(role, prompt));
            }
        }
    }

    private static ReadOnlyDictionary<TKey, TValue>? ReadOnly<TKey, TValue>(IDictionary<TKey, TValue>? pairs)
        where TKey : notnull => pairs is null ? null : new(pairs);

    private static ReadOnlyCollection<T>? ReadOnly<T>(IList<T>? values) => values is null ? null : new(values);

    private void Set<T>(ref T field, T value)
    {
        ThrowIfFrozen();
        field = value;
    }
}
