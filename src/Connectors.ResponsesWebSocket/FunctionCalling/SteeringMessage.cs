using Connectors.ResponsesWebSocket.Mapping;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.FunctionCalling;

/// <summary>One message on its way to the model, or into the history. Guarded by the lock of its owner.</summary>
internal sealed class SteeringMessage(ChatMessageContent message)
{
    // Asynchronous continuations: the application must not run inside the loop.
    private readonly TaskCompletionSource<SteeringOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<SteerOutcome>? _sent;

    public ConversationItem Item { get; } = UserMessageMapper.Map(message);

    public Task<SteeringOutcome> Outcome => _outcome.Task;

    /// <summary>
    /// Not twice, unless it came back: from a response that was not there yet, or lost. What counts in the end is whether the
    /// turn's output holds the message.
    /// </summary>
    public void SendTo(RunningTurn? turn)
    {
        if (turn is not null && _sent is null or { IsCompletedSuccessfully: true, Result.Status: SteerStatus.NotDelivered })
        {
            _sent = turn.SteerAsync([Item]);
        }
    }

    public void PutInto(ChatHistory history)
    {
        history.Add(message);
        _outcome.TrySetResult(SteeringOutcome.InHistory);
    }

    public void HandBack() => _outcome.TrySetResult(SteeringOutcome.NotDelivered);
}
