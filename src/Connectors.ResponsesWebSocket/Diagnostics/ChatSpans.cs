using System.Diagnostics;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Connectors.ResponsesWebSocket.Diagnostics;

/// <summary>
/// Spans in the form of Semantic Kernel's other connectors: <c>chat {model}</c>, one for each request of the loop, so that an
/// application which watches those sees the same after the swap. Off unless Semantic Kernel's switch is on.
/// </summary>
internal sealed class ChatSpans(string modelId, Uri? endpoint, TelemetrySwitches switches)
{
    private static readonly ActivitySource Source = new(ResponsesWebSocketConnectorDiagnostics.ActivitySourceName);

    /// <returns>Null when nobody asked for spans.</returns>
    public ChatSpan? Start(ChatHistory history, ResponsesWebSocketPromptExecutionSettings settings)
    {
        if (!switches.Spans || Source.StartActivity($"chat {modelId}", ActivityKind.Client) is not { } activity)
        {
            return null;
        }

        activity
            .SetTag("gen_ai.operation.name", "chat")
            .SetTag("gen_ai.system", "openai")
            .SetTag("gen_ai.request.model", modelId)
            .SetTag("gen_ai.request.max_tokens", settings.MaxTokens)
            .SetTag("gen_ai.request.temperature", settings.Temperature)
            .SetTag("gen_ai.request.top_p", settings.TopP);
        if (endpoint is not null)
        {
            activity.SetTag("server.address", endpoint.GetLeftPart(UriPartial.Path)).SetTag("server.port", endpoint.Port);
        }

        if (switches.Text)
        {
            foreach (var message in history)
            {
                Tell(activity, $"gen_ai.{message.Role.Label.ToLowerInvariant()}.message", MessageJson.Of(message));
            }
        }

        return new ChatSpan(activity, switches.Text);
    }

    internal static void Tell(Activity activity, string name, string content) =>
        activity.AddEvent(new ActivityEvent(name, tags: new() { ["gen_ai.event.content"] = content, ["gen_ai.system"] = "openai" }));
}

/// <summary>The span of one request.</summary>
internal sealed class ChatSpan(Activity activity, bool tellsText) : IDisposable
{
    /// <summary>
    /// Makes it the current one for what follows. A stream is resumed in the context of whoever asks for its next chunk, so this
    /// is said anew each time.
    /// </summary>
    public void Enter() => Activity.Current = activity;

    public void Answered(Func<ChatMessageContent> message, string responseId, string finishReason, TokenUsage? usage)
    {
        activity
            .SetTag("gen_ai.response.id", responseId)
            .SetTag("gen_ai.response.finish_reason", $"[\"{finishReason}\"]")
            .SetTag("gen_ai.usage.input_tokens", usage?.InputTokenCount)
            .SetTag("gen_ai.usage.output_tokens", usage?.OutputTokenCount);
        if (tellsText)
        {
            ChatSpans.Tell(activity, "gen_ai.choice", MessageJson.Choice(message(), finishReason));
        }
    }

    public void Failed(Exception cause) =>
        activity.SetTag("error.type", cause.GetType().FullName).SetStatus(ActivityStatusCode.Error, cause.Message);

    public void Dispose() => activity.Dispose();
}
