using System.Runtime.CompilerServices;
using System.Text;
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
using ResponsesWebSocket.Client.Diagnostics;

namespace Connectors.ResponsesWebSocket;

/// <summary>
/// Chat completion and text generation over one persistent WebSocket to the Responses API. Each call takes the whole history;
/// only what the service does not hold yet crosses the wire.
/// </summary>
/// <remarks>
/// Takes the place of Semantic Kernel's OpenAI chat connector. Holds no state of a call and is safe for concurrent use. Owns its
/// sockets: keep one service for the life of the application and dispose it at the end.
/// </remarks>
public sealed class ResponsesWebSocketChatCompletionService : IChatCompletionService, ITextGenerationService, IAsyncDisposable, IDisposable
{
    private readonly ResponsesWebSocketClient _client;
    private readonly bool _ownsClient;
    private readonly FunctionCallingLoop _loop;
    private readonly Dictionary<string, object?> _attributes = [];

    /// <summary>A service for OpenAI's own endpoint.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="apiKey">The API key.</param>
    /// <param name="organization">Sent as <c>OpenAI-Organization</c>; null is not sent.</param>
    /// <param name="httpClient">Opens the sockets, with its handlers and <see cref="HttpClient.BaseAddress"/>; not disposed.</param>
    /// <param name="loggerFactory">Where to log; null logs nothing.</param>
    /// <exception cref="ArgumentException">The model or, for OpenAI's own endpoint, the key is null or blank.</exception>
    public ResponsesWebSocketChatCompletionService(string modelId, string apiKey, string? organization = null, HttpClient? httpClient = null, ILoggerFactory? loggerFactory = null)
        : this(modelId, ClientOptionsFactory.Create(endpoint: null, apiKey, organization, httpClient), loggerFactory)
    {
    }

    /// <summary>A service for any endpoint.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="endpoint">The base URL, to which <c>/responses</c> is appended.</param>
    /// <param name="apiKey">The API key; may be null where the endpoint needs none.</param>
    /// <param name="organization">Sent as <c>OpenAI-Organization</c>; null is not sent.</param>
    /// <param name="httpClient">Opens the sockets, with its handlers; not disposed.</param>
    /// <param name="loggerFactory">Where to log; null logs nothing.</param>
    /// <exception cref="ArgumentException">The model is null or blank, or OpenAI's own endpoint has no key.</exception>
    /// <exception cref="OptionsValidationException">The endpoint cannot be used; the message says why.</exception>
    public ResponsesWebSocketChatCompletionService(string modelId, Uri endpoint, string? apiKey = null, string? organization = null, HttpClient? httpClient = null, ILoggerFactory? loggerFactory = null)
        : this(modelId, ClientOptionsFactory.Create(endpoint ?? throw new ArgumentNullException(nameof(endpoint)), apiKey, organization, httpClient), loggerFactory)
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
        : this(modelId, new ResponsesWebSocketClient(Checked(modelId, options), loggerFactory, timeProvider), options.Endpoint, loggerFactory)
    {
        _ownsClient = true;
        _attributes[AIServiceExtensions.EndpointKey] = options.Endpoint.ToString();
        if (!string.IsNullOrWhiteSpace(options.Organization))
        {
            _attributes["Organization"] = options.Organization;
        }
    }

    /// <summary>A service on a client that others may use too.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="client">The client; not disposed.</param>
    /// <param name="loggerFactory">Where to log; null logs nothing.</param>
    /// <exception cref="ArgumentException">The model is null or blank.</exception>
    public ResponsesWebSocketChatCompletionService(string modelId, ResponsesWebSocketClient client, ILoggerFactory? loggerFactory = null)
        : this(modelId, client, endpoint: null, loggerFactory)
    {
    }

    private ResponsesWebSocketChatCompletionService(string modelId, ResponsesWebSocketClient client, Uri? endpoint, ILoggerFactory? loggerFactory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _attributes[AIServiceExtensions.ModelIdKey] = modelId;
        var logger = UserCode.Guard((loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<ResponsesWebSocketChatCompletionService>());
        _loop = new FunctionCallingLoop(client, modelId, new ChatSpans(modelId, endpoint, TelemetrySwitches.Read()), logger);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?> Attributes => _attributes;

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

    /// <summary>
    /// Closes the sockets. A call whose request has not been sent, whatever it waits for, ends at once with an <see cref="ObjectDisposedException"/>,
    /// as does every later call; one in flight with an <see cref="HttpOperationException"/> without status.
    /// </summary>
    public ValueTask DisposeAsync() => _ownsClient ? _client.DisposeAsync() : ValueTask.CompletedTask;

    /// <summary>The same for containers that are disposed without awaiting.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static ResponsesWebSocketOptions Checked(string modelId, ResponsesWebSocketOptions options)
    {
        // Before sockets are made for it.
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        ArgumentNullException.ThrowIfNull(options);
        return options;
    }
}
