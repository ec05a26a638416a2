using BenchmarkDotNet.Attributes;
using ResponsesWebSocket.Client;
using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Wire;

namespace Benchmarks;

/// <summary>What it costs to find out that a known history has two new items, against its length. The short history is the baseline.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class PlanningBenchmarks
{
    private readonly CheckpointIndex _index = new(capacity: 1000);
    private List<ConversationItem> _short = [];
    private List<ConversationItem> _long = [];

    [GlobalSetup]
    public void Setup()
    {
        _short = Known(100, session: 1);
        _long = Known(10_000, session: 2);
    }

    [Benchmark(Baseline = true)]
    public object Of_100_items() => Planner.Plan(_short, _index);

    [Benchmark]
    public object Of_10_000_items() => Planner.Plan(_long, _index);

    private List<ConversationItem> Known(int count, int session)
    {
        var items = Enumerable.Range(0, count)
            .Select(number => ConversationItem.Message(number % 2 == 0 ? "user" : "assistant", $"Message {number} of conversation {session}."))
            .ToList();
        _index.Commit(new LaneKey(session, StreamId: null), $"resp_{session}", items[..^1], [items[^1]], complete: true);
        items.Add(ConversationItem.Message("user", "First new item."));
        items.Add(ConversationItem.Message("user", "Second new item."));
        return items;
    }
}
