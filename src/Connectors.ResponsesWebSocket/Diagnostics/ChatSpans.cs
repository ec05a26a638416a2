using System.Diagnostics;
using Microsoft.SemanticKernel.ChatCompletion;
using OpenAI.Chat;
using ChatMessageContent = Microsoft.SemanticKernel.ChatMessageContent;

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
                Tell(activity, NameOf(message.Role), MessageJson.Of(message), system: "openai");
            }
        }

        return new ChatSpan(activity, switches.Text);
    }

    internal static void Tell(Activity activity, string name, string content, string? system = null)
    {
        var tags = new ActivityTagsCollection { ["gen_ai.event.content"] = content };
        if (system is not null)
        {
            tags["gen_ai.system"] = system;
        }

        activity.AddEvent(new ActivityEvent(name, tags: tags));
    }

    /// <summary>A developer's message has an odd name in the OpenAI connector, by which dashboards know it.</summary>
    private static string NameOf(AuthorRole role) => role == AuthorRole.Developer ? "gen_ai.tool.developer" : $"gen_ai.{role.Label.ToLowerInvariant()}.message";
}

/// <summary>The span of one request.</summary>
internal sealed class ChatSpan(Activity activity, bool tellsText) : IDisposable
{
    /// <summary>
    /// Makes it the current one for what follows. A stream is resumed in the context of whoever asks for its next chunk, so this
    /// is said anew each time.
    /// </summary>
    public void Enter() => Activity.Current = activity;

    /// <param name="message">The answer; made only where its text is told.</param>
    /// <param name="responseId">The response's id.</param>
    /// <param name="finishReason">Why it ended.</param>
    /// <param name="usage">Its tokens.</param>
    /// <param name="isStreaming">Whether it was streamed: the event with the text then leaves the reason out, as in the OpenAI connector.</param>
    public void Answered(Func<ChatMessageContent> message, string responseId, string finishReason, ChatTokenUsage? usage, bool isStreaming)
    {
        activity
            .SetTag("gen_ai.response.id", responseId)
            .SetTag("gen_ai.response.finish_reason", $"[\"{finishReason}\"]")
            .SetTag("gen_ai.usage.input_tokens", usage?.InputTokenCount)
            .SetTag("gen_ai.usage.output_tokens", usage?.OutputTokenCount);
        if (tellsText)
        {
            ChatSpans.Tell(activity, "gen_ai.choice", MessageJson.Choice(message(), isStreaming ? null : finishReason));
        }
    }

    public void Failed(Exception cause) =>
        activity.SetTag("error.type", cause.GetType().FullName).SetStatus(ActivityStatusCode.Error, cause.Message);

    public void Dispose() => activity.Dispose();
}
