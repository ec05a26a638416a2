using System.Runtime.ExceptionServices;
using Connectors.ResponsesWebSocket.Diagnostics;
using Connectors.ResponsesWebSocket.Errors;
using Connectors.ResponsesWebSocket.Mapping;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.FunctionCalling;

/// <summary>The request of one round on its way: its events, the calls started meanwhile, and in the end the answer.</summary>
internal sealed class IterationRequest(ModelEndpoint endpoint, Iteration iteration, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly RequestTimeout _timeout = endpoint.Timeouts.Begin(cancellationToken);
    private readonly ResponsesWebSocketSteering? _steering = iteration.Call.Steering;
    private bool _isStreamed;

    public Iteration Iteration => iteration;

    /// <summary>The calls that were started before the answer was whole.</summary>
    public EagerInvocations Early { get; } = new(iteration, endpoint.ModelId, cancellationToken);

    /// <summary>
    /// The answer, once the events have ended. Null when the response broke off after calls of it were started: those are then
    /// all there is of it.
    /// </summary>
    public TurnResult? Answer { get; private set; }

    /// <summary>What makes chunks of the events; null where the caller does not stream.</summary>
    public StreamingMapper? Chunks { get; } = iteration.IsStreaming ? new(endpoint.ModelId, iteration.Index) : null;

    /// <summary>The answer as the message that the caller and the filters get, once all events are mapped.</summary>
    public ChatMessageContent Message => field ??= Map(Answer!);

    /// <summary>The events as the caller may see them. Ends with the terminal event, with an exception, or where the response broke off.</summary>
    public async IAsyncEnumerable<TurnEvent> EventsAsync()
    {
        var request = endpoint.Requests.Create(iteration.History, iteration.Settings, iteration.Tools);
        // Started in here, it is current for what the client does, and not for the caller or the functions.
        using var span = endpoint.Spans.Start(iteration.History, iteration.Settings);
        var turn = endpoint.Client.Enter().Start(request, restarts: !iteration.IsStreaming, _timeout.Token);
        var events = StopSequenceFilter.Of(turn, iteration.Settings).GetAsyncEnumerator(_timeout.Token);
        await using var ending = events.ConfigureAwait(false);
        var goesOn = false;
        try
        {
            while (true)
            {
                // Between two chunks, when nothing is on its way that could be cancelled.
                var hasLeft = _isStreamed && !Early.HasStarted && cancellationToken.IsCancellationRequested;
                try
                {
                    span?.Enter();
                    endpoint.Client.Resume();
                    if (hasLeft)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                    }

                    if (!await events.MoveNextAsync().ConfigureAwait(false))
                    {
                        yield break;
                    }
                }
                catch (Exception failure)
                {
                    var told = Tell(span, failure, hasLeft);
                    if (Early.HasStarted && failure is ConnectionLostException)
                    {
                        break;
                    }

                    if (Early.HasStarted && failure is ResponsesWebSocketException)
                    {
                        // Nobody has left: what runs may end, and the next try goes on from its result.
                        await Early.SettleAsync().ConfigureAwait(false);
                    }

                    ExceptionDispatchInfo.Throw(told);
                }

                switch (events.Current)
                {
                    case ResponseCreatedEvent when Early.HasStarted:
                        // It begins anew, but what has run must not run anew.
                        yield break;
                    case ResponseCreatedEvent:
                        Early.Begin(goesOn);
                        goesOn = false;
                        _steering?.Follow(turn);
                        break;
                    case TurnSteeredEvent:
                        goesOn = true;
                        break;
                    case OutputItemDoneEvent done:
                        Early.Add(done.Item);
                        break;
                    case ResponseCompletedEvent completed:
                        _steering?.Unfollow();
                        Take(completed.Result);
                        Tell(span, Answer!);
                        break;
                }

                if (iteration.IsStreaming && !_isStreamed && events.Current is not ResponseCreatedEvent)
                {
                    // Chunks begin where the model does: the beginning of the response comes before its thinking.
                    _isStreamed = true;
                    _timeout.Stop();
                }

                yield return events.Current;
            }
        }
        finally
        {
            _steering?.Unfollow();
        }
    }

    public ValueTask DisposeAsync()
    {
        _timeout.Dispose();
        return Early.DisposeAsync();
    }

    /// <summary>
    /// The parts before the last one go into the history before the caller sees the end, so that a caller who looks for new
    /// messages at each chunk finds them.
    /// </summary>
    private void Take(TurnResult result)
    {
        foreach (var (answer, message) in ResponseMapper.BeforeLast(result))
        {
            if (message is not null)
            {
                _steering?.MoveTo(iteration.History, message);
            }
            else if (ResponseMapper.Message(answer!, endpoint.ModelId, iteration.RetainsArgumentTypes) is { Items.Count: > 0 } part)
            {
                iteration.History.Add(part);
            }
        }

        Answer = ResponseMapper.Last(result);
    }

    private ChatMessageContent Map(TurnResult answer) => Chunks is null
        ? ResponseMapper.Message(answer, endpoint.ModelId, iteration.RetainsArgumentTypes)
        : ResponseMapper.StreamedMessage(answer, Chunks.LastMetadata, endpoint.ModelId, iteration.RetainsArgumentTypes);

    private void Tell(ChatSpan? span, TurnResult answer) => span?.Answered(
        () => iteration.IsStreaming && !iteration.InvokesFunctions
            ? new(AuthorRole.Assistant, string.Concat(answer.Output.Select(static item => item.Text))) // The OpenAI connector tells only of calls that it runs.
            : Map(answer),
        answer.Id,
        ResponseMapper.FinishReason(answer),
        StockUsage.Of(answer),
        iteration.IsStreaming);

    private Exception Tell(ChatSpan? span, Exception failure, bool hasLeft)
    {
        var told = failure switch
        {
            ResponsesWebSocketException cause => StockErrors.Of(cause, iteration.IsStreaming),
            OperationCanceledException when hasLeft => failure,
            OperationCanceledException cancelled => _timeout.ToException(cancelled, isPast: Early.HasStarted),
            _ => failure,
        };
        span?.Failed(told);
        return told;
    }
}
