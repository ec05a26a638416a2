using Connectors.ResponsesWebSocket.Mapping;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.FunctionCalling;

/// <summary>
/// Calls that run while the model still writes others. A started call cannot be taken back, so whatever becomes of the response,
/// it goes into the history with its result: sent again, the history goes on from there and nothing runs twice.
/// </summary>
internal sealed class EagerInvocations(Iteration iteration, string modelId, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly List<ConversationItem> _written = [];
    private readonly List<(FunctionCallContent Call, Task<FunctionCallOutcome> Running)> _started = [];
    private readonly List<FunctionCallContent> _calls = [];

    public bool HasStarted => _started.Count > 0;

    /// <summary>A response begins: anew, unless it goes on with a steered turn.</summary>
    public void Begin(bool goesOn)
    {
        if (!goesOn)
        {
            _written.Clear();
        }
    }

    /// <summary>An item of the answer is whole.</summary>
    public void Add(ConversationItem item)
    {
        if (!iteration.StartsCallsEarly)
        {
            return;
        }

        _written.Add(item);
        if (item.Kind != ItemKind.FunctionCall)
        {
            return;
        }

        var call = FunctionCalls.Of(item, iteration.RetainsArgumentTypes);
        var index = _calls.Count;
        _calls.Add(call);
        if (FunctionCallProcessor.TryFind(iteration, call, out var function, out _))
        {
            // The filters' own copy, which no later call of the same response changes under their hands.
            var soFar = new ChatMessageContent(AuthorRole.Assistant, [.. _calls], modelId);
            _started.Add((call, Task.Run(() => RunAsync(soFar, call, function, index), CancellationToken.None)));
        }
    }

    /// <summary>The run of a call that was started, which from here on is the caller's to await.</summary>
    public (FunctionCallContent Call, Task<FunctionCallOutcome> Running)? Take(FunctionCallContent call)
    {
        var at = _started.FindIndex(started => started.Call.Id == call.Id);
        if (at < 0)
        {
            return null;
        }

        var taken = _started[at];
        _started.RemoveAt(at);
        return taken;
    }

    /// <summary>Puts the started calls and their results into the history, as an answer that ended with them.</summary>
    /// <returns>Whether a filter asked to end the loop.</returns>
    public async Task<bool> SettleAsync()
    {
        await Task.WhenAll(_started.Select(static Task (started) => started.Running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        List<(FunctionCallContent Call, Task<FunctionCallOutcome> Running)> ended = [.. _started];
        var ids = _started.Select(static started => started.Call.Id).ToHashSet();
        var message = ResponseMapper.Message([.. _written.Where(item => item.Kind != ItemKind.FunctionCall || ids.Contains(item.CallId))], modelId, iteration.RetainsArgumentTypes);
        FunctionCallProcessor.Share(message, [.. _started.Select(static started => started.Call)]);
        iteration.History.Add(message);
        _started.Clear();
        var terminate = false;
        foreach (var (_, run) in ended.OrderBy(static call => call.Running.IsFaulted)) // One whose result cannot be written takes no other's along.
        {
            var outcome = await run.ConfigureAwait(false);
            outcome.AppendTo(iteration.History);
            terminate |= outcome.Terminate;
        }

        return terminate;
    }

    /// <summary>Left with calls running: they are told to stop, and what they say is kept.</summary>
    public async ValueTask DisposeAsync()
    {
        if (HasStarted)
        {
            await _leaving.CancelAsync().ConfigureAwait(false);
            await ((Task)SettleAsync()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // What made the caller leave comes first.
        }

        _leaving.Dispose();
    }

    private Task<FunctionCallOutcome> RunAsync(ChatMessageContent message, FunctionCallContent call, KernelFunction function, int index)
    {
        InvocationDepth.Enter();
        return FunctionInvocation.RunAsync(iteration, message, call, function, index, count: index + 1, _leaving.Token);
    }
}
