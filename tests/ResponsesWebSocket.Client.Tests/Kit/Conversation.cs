namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>A conversation that goes on and on, and checks with each turn which parent the service was told.</summary>
internal sealed class Conversation(Harness harness, string name)
{
    public static readonly TurnPlan Replaced = new(PlanKind.Replay, PlanReason.ParentReplaced);

    private string? _last;
    private int _turns;

    public TestHistory History { get; } = new();

    public static List<Conversation> Several(Harness harness, int count) => [.. Enumerable.Range(1, count).Select(number => new Conversation(harness, $"c{number}"))];

    /// <summary>The next turn: it names the one before as its parent when it continues, and none when it does not.</summary>
    public async Task<TurnReport> SayAsync() => (await EndAsync(BeginAsync())).Report;

    public Task<TurnResult> BeginAsync() => harness.BeginAsync(History.User($"say {name} {++_turns}"));

    public async Task<TurnResult> EndAsync(Task<TurnResult> turn)
    {
        var result = await turn.WaitAsync(harness.Limit);
        harness.Journal.ShouldHaveSeen(result.Id, History.Items);
        harness.Journal.Response(result.Id).PreviousResponseId.Should().Be(result.Report.Plan.Kind == PlanKind.Continue ? _last : null);
        History.Mapped(result);
        _last = result.Id;
        return result;
    }
}
