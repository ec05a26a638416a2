using System.Runtime.CompilerServices;
using System.Text;
using Connectors.ResponsesWebSocket.Clients;
using Connectors.ResponsesWebSocket.Diagnostics;
using Connectors.ResponsesWebSocket.FunctionCalling;
using Connectors.ResponsesWebSocket.Mapping;
using Connectors.ResponsesWebSocket.Registration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Services;
using Microsoft.SemanticKernel.TextGeneration;
using ResponsesWebSocket.Client;
using ResponsesWebSocket.Client.Telemetry;

namespace Connectors.ResponsesWebSocket;

/// <summary>
/// Chat completion and text generation over one persistent WebSocket to the Responses API. Each call takes the whole history;
/// only what the service does not hold yet crosses the wire.
/// </summary>
/// <remarks>
/// Takes the place of Semantic Kernel's OpenAI chat connector. Holds no state of a call and is safe for concurrent use. Like that
/// connector it is not disposable: services with equal options share one <see cref="ResponsesWebSocketClient"/>, whose sockets are closed some
/// seconds after the last of them was collected or its container disposed. Who wants to close sockets himself makes a client and gives it to the service.
/// </remarks>
public sealed class ResponsesWebSocketChatCompletionService : IChatCompletionService, ITextGenerationService
{
    private readonly IClientLease _lease;
    private readonly FunctionCallingLoop _loop;
    private readonly Dictionary<string, object?> _attributes = [];

    /// <summary>A service for OpenAI's own endpoint.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="apiKey">The API key.</param>
    /// <param name="organization">Sent as <c>OpenAI-Organization</c>; null is not sent.</param>
    /// <param name="httpClient">Opens the sockets, with its handlers and <see cref="HttpClient.BaseAddress"/>; not disposed.</param>
    /// <param name="loggerFactory">Where to log; null logs nothing.</param>
    /// <exception cref="ArgumentException">OpenAI's own endpoint has no key. A missing model is told by the first call, as with the OpenAI connector.</exception>
    public ResponsesWebSocketChatCompletionService(string modelId, string apiKey, string? organization = null, HttpClient? httpClient = null, ILoggerFactory? loggerFactory = null)
        : this(modelId, ClientOptionsFactory.Create(endpoint: null, apiKey, organization, httpClient), loggerFactory, timeProvider: null, attributes: null)
    {
    }

    /// <summary>A service for any endpoint.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="endpoint">The base URL, to which <c>/responses</c> is appended.</param>
    /// <param name="apiKey">The API key; may be null where the endpoint needs none.</param>
    /// <param name="organization">Sent as <c>OpenAI-Organization</c>; null is not sent.</param>
    /// <param name="httpClient">Opens the sockets, with its handlers; not disposed.</param>
    /// <param name="loggerFactory">Where to log; null logs nothing.</param>
    /// <exception cref="ArgumentException">OpenAI's own endpoint has no key. A missing model is told by the first call, as with the OpenAI connector.</exception>
    /// <exception cref="OptionsValidationException">The endpoint cannot be used; the message says why.</exception>
    public ResponsesWebSocketChatCompletionService(string modelId, Uri endpoint, string? apiKey = null, string? organization = null, HttpClient? httpClient = null, ILoggerFactory? loggerFactory = null)
        : this(modelId, ClientOptionsFactory.Create(endpoint, apiKey, organization, httpClient), loggerFactory, timeProvider: null, attributes: null)
    {
    }

    /// <summary>A service with all options of the client.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="options">The client's options; copied.</param>
    /// <param name="loggerFactory">Where to log; null logs nothing.</param>
    /// <param name="timeProvider">The clock; null is the system's.</param>
    /// <exception cref="ArgumentException">The model is null or blank.</exception>
    /// <exception cref="OptionsValidationException">The options have faults; the message names them all.</exception>
    public ResponsesWebSocketChatCompletionService(string modelId, ResponsesWebSocketOptions options, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null)
        : this(Checked(modelId), options, loggerFactory, timeProvider, attributes: null)
    {
    }

    /// <summary>The same with more attributes.</summary>
    internal ResponsesWebSocketChatCompletionService(
        string modelId, ResponsesWebSocketOptions options, ILoggerFactory? loggerFactory, TimeProvider? timeProvider, IReadOnlyDictionary<string, object?>? attributes)
        : this(
            modelId,
            new ClientLease(options ?? throw new ArgumentNullException(nameof(options)), new Caller(loggerFactory, options.TurnCompleted), timeProvider),
            options.Endpoint,
            loggerFactory,
            new RequestTimeouts((options.HttpInvoker as HttpClient)?.Timeout ?? Timeout.InfiniteTimeSpan, timeProvider ?? TimeProvider.System))
    {
        _attributes[AIServiceExtensions.EndpointKey] = options.Endpoint.ToString();
        if (!string.IsNullOrWhiteSpace(options.Organization))
        {
            _attributes["Organization"] = options.Organization;
        }

        foreach (var (name, value) in attributes ?? new Dictionary<string, object?>())
        {
            _attributes[name] = value;
        }
    }

    /// <summary>A service on a client that others may use too.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="client">The client; not disposed.</param>
    /// <param name="loggerFactory">Where to log; null logs nothing.</param>
    /// <exception cref="ArgumentException">The model is null or blank.</exception>
    public ResponsesWebSocketChatCompletionService(string modelId, ResponsesWebSocketClient client, ILoggerFactory? loggerFactory = null)
        : this(Checked(modelId), new OwnClient(client ?? throw new ArgumentNullException(nameof(client))), endpoint: null, loggerFactory, new RequestTimeouts(Timeout.InfiniteTimeSpan, TimeProvider.System))
    {
    }

    private ResponsesWebSocketChatCompletionService(string modelId, IClientLease lease, Uri? endpoint, ILoggerFactory? loggerFactory, RequestTimeouts timeouts)
    {
        _lease = lease;
        if (!string.IsNullOrWhiteSpace(modelId))
        {
            _attributes[AIServiceExtensions.ModelIdKey] = modelId;
        }

        var logger = UserCode.Protect((loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<ResponsesWebSocketChatCompletionService>());
        _loop = new FunctionCallingLoop(new(modelId, lease, new RequestFactory(modelId, logger), new ChatSpans(modelId, endpoint, TelemetrySwitches.Read()), timeouts), logger);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?> Attributes => _attributes;

    /// <summary>
    /// The client whose sockets the service uses, for its statistics and for what only a client can do. Other services may use it too, so
    /// it is not the caller's to dispose.
    /// </summary>
    public ResponsesWebSocketClient Client => _lease.Enter();

    /// <inheritdoc/>
    /// <exception cref="HttpOperationException">The service refused, or the connection was lost; no status means no answer.</exception>
    public async Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default) =>
        [await _loop.RunAsync(chatHistory, executionSettings, kernel, cancellationToken).ConfigureAwait(false)];

    /// <inheritdoc/>
    /// <exception cref="HttpOperationException">The service refused, or the connection was lost; no status means no answer.</exception>
    public IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default) => _loop.StreamAsync(chatHistory, executionSettings, kernel, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TextContent>> GetTextContentsAsync(
        string prompt,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        var settings = SettingsReader.Read(executionSettings);
        var message = await _loop.RunAsync(TextPrompt.ToHistory(prompt, settings), settings, kernel, cancellationToken).ConfigureAwait(false);
        return [new TextContent(message.Content, message.ModelId, message.Content, Encoding.UTF8, message.Metadata)];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StreamingTextContent> GetStreamingTextContentsAsync(
        string prompt,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var settings = SettingsReader.Read(executionSettings);
        await foreach (var chunk in _loop.StreamAsync(TextPrompt.ToHistory(prompt, settings), settings, kernel, cancellationToken).ConfigureAwait(false))
        {
            yield return new StreamingTextContent(chunk.Content, chunk.ChoiceIndex, chunk.ModelId, chunk, Encoding.UTF8, chunk.Metadata);
        }
    }

    /// <summary>Gives the share in the client back; the container that made the service is disposed.</summary>
    internal void Release() => _lease.Release();

    private static string Checked(string modelId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        return modelId;
    }
}
