using Connectors.ResponsesWebSocket.Diagnostics;
using Connectors.ResponsesWebSocket.Mapping;
using Microsoft.SemanticKernel;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.FunctionCalling;

/// <summary>The request of one round on its way: its events, the calls started meanwhile, and in the end the answer.</summary>
internal sealed class RoundTurn(
    ResponsesWebSocketClient client,
    string modelId,
    RequestFactory requests,
    Round round,
    SteeredCall steered,
    ChatSpans spans,
    CancellationToken cancellationToken) : IAsyncDisposable
{
    /// <summary>The calls that were started before the answer was whole.</summary>
    public EarlyCalls Early { get; } = new(round, modelId, cancellationToken);

    /// <summary>
    /// The answer, once the events have ended. Null when the response broke off after calls of it were started: those are then
    /// all there is of it.
    /// </summary>
    public ResponseResult? Answer { get; private set; }

    /// <summary>The answer as the message that the caller and the filters get.</summary>
    public ChatMessageContent Message => field ??= ResponseMapper.Message(Answer!, modelId, round.RetainsArgumentTypes);

    /// <summary>The events as the caller may see them. Ends with the terminal event, with an exception, or where the response broke off.</summary>
    public async IAsyncEnumerable<ResponseEvent> EventsAsync()
    {
        // Started in here, it is current for what the client does, and not for the caller or the functions.
        using var span = spans.Start(round.History, round.Settings);
        var turn = client.Start(requests.Create(round.History, round.Settings, round.Tools), restarts: !round.IsStreaming, cancellationToken);
        var events = StopCut.Of(ServiceErrors.AsSemanticKernel(turn, cancellationToken), round.Settings, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var ending = events.ConfigureAwait(false);
        var goesOn = false;
        try
        {
            while (await MoveNextAsync(events, span).ConfigureAwait(false))
            {
                switch (events.Current)
                {
                    case ResponseCreatedEvent when Early.HasStarted:
                        // It begins anew, but what has run must not run anew.
                        yield break;
                    case ResponseCreatedEvent:
                        Early.Begin(goesOn);
                        goesOn = false;
                        steered.Steering?.Follow(turn);
                        break;
                    case TurnSteeredEvent:
                        goesOn = true;
                        break;
                    case OutputItemDoneEvent done:
                        Early.Add(done.Item);
                        break;
                    case ResponseCompletedEvent completed:
                        steered.Steering?.Unfollow();
                        Take(completed.Result);
                        span?.Answered(() => Message, completed.Result.Id, ResponseMapper.FinishReason(Answer!), ResponseMapper.Usage(Answer!));
                        break;
                }

                yield return events.Current;
            }
        }
        finally
        {
            steered.Steering?.Unfollow();
        }
    }

    public ValueTask DisposeAsync() => Early.DisposeAsync();

    /// <summary>
    /// The parts before the last one go into the history before the caller sees the end, so that a caller who looks for new
    /// messages at each chunk finds them.
    /// </summary>
    private void Take(ResponseResult result)
    {
        foreach (var (answer, message) in SteeredAnswer.Before(result))
        {
            if (message is not null)
            {
                steered.Steering?.MoveTo(round.History, message);
            }
            else if (ResponseMapper.Message(answer!, modelId, round.RetainsArgumentTypes) is { Items.Count: > 0 } part)
            {
                round.History.Add(part);
            }
        }

        Answer = SteeredAnswer.Last(result);
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ResponseEvent> events, ChatSpan? span)
    {
        try
        {
            span?.Enter();
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            span?.Failed(failure);
            if (!Early.HasStarted || failure is not HttpOperationException)
            {
                throw;
            }

            if (failure.InnerException is ConnectionLostException)
            {
                return false;
            }

            // Nobody has left: what runs may end, and the next try goes on from its result.
            await Early.SettleAsync().ConfigureAwait(false);
            throw;
        }
    }
}
