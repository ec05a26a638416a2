using System.ClientModel;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using OpenAI;
using ResponsesWebSocket.Client;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Benchmarks.Cost;

/// <summary>One way of having a conversation: takes a question and returns when it is answered, all calls included.</summary>
internal interface IContestant
{
    Task AskAsync(string question);

    /// <summary>Adds to the history what is not asked.</summary>
    void Remember(string question, string answer);
}

/// <summary>All of them by name. Each has ten tools with three described parameters, and a system prompt of 1,000 characters.</summary>
internal static class Contestants
{
    private const string Model = "gpt-6-astra";
    private const int ToolCount = 10;
    private const string Description = "Looks things up in a place that has them.";
    private static readonly string Instructions = new('s', 1000);

    public static readonly IReadOnlyList<string> Names = ["stock", "stock-streaming", "meai-stored", "ours", "ours-streaming", "ours-items", "ours-http"];

    public static IContestant Make(string name, Uri endpoint, Action called) => name switch
    {
        "stock" or "stock-streaming" => new KernelConversation(
            Kernel.CreateBuilder().AddOpenAIChatCompletion(Model, endpoint, CostServer.ApiKey), Functions(called), name == "stock-streaming"),
        "ours" or "ours-streaming" => new KernelConversation(Ours(endpoint, static _ => { }), Functions(called), name == "ours-streaming"),
        "ours-items" => new KernelConversation(Ours(endpoint, static options => options.ToolPlacement = ToolPlacement.InputItems), Functions(called), streams: false),
        "ours-http" => new KernelConversation(Ours(endpoint, static options => options.Transport = ResponsesTransport.Http), Functions(called), streams: false),
        "meai-stored" => new ChatClientConversation(
            new OpenAIClient(new ApiKeyCredential(CostServer.ApiKey), new() { Endpoint = endpoint }).GetResponsesClient().AsIChatClient(Model), [.. Tools(called)]),
        _ => throw new ArgumentException($"There is no contestant '{name}'. There are {string.Join(", ", Names)}."),
    };

    private static IKernelBuilder Ours(Uri endpoint, Action<ResponsesWebSocketOptions> configure) => Kernel.CreateBuilder().AddResponsesWebSocketChatCompletion(Model, options =>
    {
        (options.Endpoint, options.ApiKey) = (endpoint, CostServer.ApiKey);
        configure(options);
    });

    private static Delegate Function(Action called) =>
        ([Description("What to look for first")] string first, [Description("What to look for then")] string second, [Description("How many of them")] int third) =>
        {
            called();
            return CostModel.Result;
        };

    private static IEnumerable<KernelFunction> Functions(Action called) => Enumerable.Range(0, ToolCount)
        .Select(number => KernelFunctionFactory.CreateFromMethod(Function(called), $"F{number}", Description));

    private static IEnumerable<AITool> Tools(Action called) => Enumerable.Range(0, ToolCount)
        .Select(number => AIFunctionFactory.Create(Function(called), $"Tools-F{number}", Description));

    private sealed class KernelConversation : IContestant
    {
        private readonly Kernel _kernel;
        private readonly IChatCompletionService _service;
        private readonly ChatHistory _history = new(Instructions);
        private readonly PromptExecutionSettings _settings = new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        private readonly bool _streams;

        public KernelConversation(IKernelBuilder builder, IEnumerable<KernelFunction> functions, bool streams)
        {
            _kernel = builder.Build();
            _kernel.Plugins.AddFromFunctions("Tools", functions);
            _service = _kernel.GetRequiredService<IChatCompletionService>();
            _streams = streams;
        }

        public async Task AskAsync(string question)
        {
            _history.AddUserMessage(question);
            if (!_streams)
            {
                _history.Add(await _service.GetChatMessageContentAsync(_history, _settings, _kernel));
                return;
            }

            var text = new System.Text.StringBuilder();
            await foreach (var chunk in _service.GetStreamingChatMessageContentsAsync(_history, _settings, _kernel))
            {
                text.Append(chunk.Content);
            }

            _history.AddAssistantMessage(text.ToString());
        }

        public void Remember(string question, string answer)
        {
            _history.AddUserMessage(question);
            _history.AddAssistantMessage(answer);
        }
    }

    /// <summary>The service stores the conversation, and only what is new is sent.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "It ends with the process.")]
    private sealed class ChatClientConversation(IChatClient client, IList<AITool> tools) : IContestant
    {
        private readonly IChatClient _client = new FunctionInvokingChatClient(client) { MaximumIterationsPerRequest = 1000 };
        private readonly List<ChatMessage> _unsent = [];
        private readonly ChatOptions _options = new() { Tools = tools, Instructions = Instructions };

        public async Task AskAsync(string question)
        {
            _unsent.Add(new(ChatRole.User, question));
            var response = await _client.GetResponseAsync(_unsent, _options);
            _options.ConversationId = response.ConversationId;
            _unsent.Clear();
        }

        public void Remember(string question, string answer)
        {
            _unsent.Add(new(ChatRole.User, question));
            _unsent.Add(new(ChatRole.Assistant, answer));
        }
    }
}
