using System.Runtime.CompilerServices;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// Ends an answer in front of the first stop sequence, since the service cannot be asked to. What the model wrote behind it, calls
/// included, is not there for the caller, as if the model had stopped there; it was paid for all the same.
/// </summary>
internal sealed class StopSequenceFilter
{
    private readonly List<string> _stops;
    private string _held = "";
    private int _heldAt;
    private bool _stopped;

    private StopSequenceFilter(List<string> stops) => _stops = stops;

    /// <summary>Text that may be the beginning of a stop sequence waits until it is known to be none.</summary>
    public static IAsyncEnumerable<TurnEvent> Of(IAsyncEnumerable<TurnEvent> events, ResponsesWebSocketPromptExecutionSettings settings) =>
        StopsOf(settings) is { Count: > 0 } stops ? new StopSequenceFilter(stops).CutAsync(events) : events;

    private async IAsyncEnumerable<TurnEvent> CutAsync(IAsyncEnumerable<TurnEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var happened in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var left in Cut(happened))
            {
                yield return left;
            }
        }
    }

    private static List<string> StopsOf(ResponsesWebSocketPromptExecutionSettings settings) => [.. (settings.StopSequences ?? []).Where(static stop => !string.IsNullOrEmpty(stop))];

    private IEnumerable<TurnEvent> Cut(TurnEvent happened)
    {
        switch (happened)
        {
            case ResponseCompletedEvent completed:
                return [completed with { Result = Cut(completed.Result) }];
            case ResponseCreatedEvent:
                // It begins anew, or goes on with what the user said meanwhile.
                (_stopped, _held) = (false, "");
                return [happened];
            case not (null or TurnSteeredEvent) when _stopped:
                return [];
            case OutputTextDeltaEvent delta:
                return delta.OutputIndex == _heldAt ? Cut(delta) : [.. Released(), .. Cut(delta)];
            case OutputItemDoneEvent { Item.Kind: ItemKind.Message } done:
                // The whole message says what was held back, and what no piece brought.
                _held = "";
                return Cut(done.Item) is { } item ? [done with { Item = item }] : [];
            case OutputItemAddedEvent or FunctionCallArgumentsDeltaEvent or OutputItemDoneEvent:
                return [.. Released(), happened];
            default:
                return [happened!];
        }
    }

    /// <summary>What was held back is no stop sequence after all.</summary>
    private List<TurnEvent> Released()
    {
        var held = _held;
        _held = "";
        return held.Length == 0 ? [] : [new OutputTextDeltaEvent(_heldAt, ContentIndex: 0, held)];
    }

    private List<TurnEvent> Cut(OutputTextDeltaEvent delta)
    {
        var text = _held + delta.Delta;
        var end = EndOf(text);
        _stopped = end < text.Length;
        var open = _stopped ? end : end - BeginningOfStop(text);
        (_held, _heldAt) = (_stopped ? "" : text[open..], delta.OutputIndex);
        return open == 0 && delta.Delta.Length > 0 ? [] : [delta with { Delta = text[..open] }];
    }

    /// <summary>Where the first stop sequence begins; the length when there is none.</summary>
    private int EndOf(string text) => _stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(static at => at >= 0).DefaultIfEmpty(text.Length).Min();

    /// <summary>How much of the text's end may be the beginning of a stop sequence.</summary>
    private int BeginningOfStop(string text)
    {
        var longest = Math.Min(text.Length, _stops.Max(static stop => stop.Length) - 1);
        for (var length = longest; length > 0; length--)
        {
            if (_stops.Exists(stop => stop.AsSpan().StartsWith(text.AsSpan(text.Length - length), StringComparison.Ordinal)))
            {
                return length;
            }
        }

        return 0;
    }

    /// <summary>Null when nothing is left of it.</summary>
    private ConversationItem? Cut(ConversationItem message)
    {
        var text = message.Text;
        var end = EndOf(text);
        if (end == text.Length)
        {
            return message;
        }

        _stopped = true;
        return end == 0 ? null : ConversationItem.Message("assistant", text[..end]);
    }

    /// <summary>Each answer of a steered turn is cut by itself; what the user said between them is not.</summary>
    private TurnResult Cut(TurnResult response)
    {
        var output = new List<ConversationItem>();
        _stopped = false;
        foreach (var item in response.Output)
        {
            if (ResponseMapper.IsUsers(item))
            {
                output.Add(item);
                _stopped = false;
            }
            else if (!_stopped && (item.Kind == ItemKind.Message ? Cut(item) : item) is { } left)
            {
                output.Add(left);
            }
        }

        // Whatever ended the response came later than the stop sequence.
        return output.SequenceEqual(response.Output) ? response : ResponseMapper.With(response, output, TurnStatus.Completed, usage: response.Usage);
    }
}
