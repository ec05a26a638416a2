using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Connectors.ResponsesWebSocket.FunctionCalling;

/// <summary>What became of one call, as the tool message that tells the model.</summary>
internal sealed record FunctionCallOutcome(ChatMessageContent Message, bool Terminate)
{
    /// <summary>A result as text: the message has it twice, as content for readers and as result for the mapping.</summary>
    public static FunctionCallOutcome Answered(FunctionCallContent call, string text, bool terminate = false)
    {
        var message = new ChatMessageContent(AuthorRole.Tool, content: text);
        message.Items.Add(new FunctionResultContent(call, text));
        return new(message, terminate);
    }

    /// <summary>A result that has no text: an error thrown by a function or filter, or an image.</summary>
    public static FunctionCallOutcome WithoutText(FunctionCallContent call, object result, bool terminate)
    {
        var message = new ChatMessageContent(AuthorRole.Tool, content: null);
        message.Items.Add(new FunctionResultContent(call, result));
        return new(message, terminate);
    }

    public void AppendTo(ChatHistory history) => history.Add(Message);
}
