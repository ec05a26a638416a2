namespace ResponsesWebSocket.Client.Tests.Renewal;

/// <summary>Where each conversation has a socket of its own, each needs a successor of its own.</summary>
public sealed class RotationWithoutLanesTests : IDisposable
{
    private const int ContextMadeReady = 6;

    private static readonly TimeSpan Age = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _ready = new(0);

    public void Dispose() => _ready.Dispose();

    [Fact]
    public async Task Every_conversation_in_use_is_brought_to_a_socket_of_its_own_before_its_next_turn()
    {
        var time = new ManualTime();
        await using var harness = await StartAsync(time, static options => options.MaxConnectionAge = Age);
        var histories = await BeginAsync(harness, "say");
        time.Advance(Age * 0.8);
        await MadeReadyAsync(harness, histories.Length);
        var reports = new List<TurnReport>();
        foreach (var history in histories)
        {
            reports.Add((await harness.SayAsync(history, "say on")).Report);
        }

        reports.Should().OnlyContain(static report => report.Plan.Kind == PlanKind.Continue && report.SentItems == 1 && report.Sends == 1);
        reports.Select(static report => report.Session).Should().BeEquivalentTo([4, 5, 6]);
        time.Advance(Age * 0.2);
        for (var connection = 1; connection <= 3; connection++)
        {
            await harness.Journal.WaitForClosedAsync(connection, harness.Limit);
        }

        (await harness.SayAsync(histories[0], "recall")).Text.Should().Be("say 0\nsay on");
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Fact]
    public async Task Sockets_lost_together_while_tools_run_are_all_replaced()
    {
        await using var harness = await StartAsync(time: null);
        var histories = await BeginAsync(harness, "call look");
        harness.Emulator.DropConnections();
        await MadeReadyAsync(harness, histories.Length);
        foreach (var history in histories)
        {
            var report = (await harness.TurnAsync(history.Output(history.Items[^1].CallId!, "seen"))).Report;
            (report.Plan.Kind, report.SentItems).Should().Be((PlanKind.Continue, 2), "the call goes along with its result");
        }

        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    private Task<Harness> StartAsync(TimeProvider? time, Action<ResponsesWebSocketOptions>? configure = null) => Harness.StartAsync(
        new EmulatorOptions(),
        options =>
        {
            Harness.WithoutLanes(options);
            configure?.Invoke(options);
        },
        new CapturedLogs(eventId => _ = eventId == ContextMadeReady ? _ready.Release() : 0),
        time);

    /// <summary>Three conversations on three sockets, by their first turns at once.</summary>
    private static async Task<TestHistory[]> BeginAsync(Harness harness, string directive)
    {
        var histories = Enumerable.Range(0, 3).Select(n => TestHistory.Asking(directive == "say" ? $"say {n}" : $"{directive} {{\"n\":{n}}}")).ToArray();
        var held = Enumerable.Range(1, 3).Select(turn => harness.Faults.HoldBeforeEvent(turn, "response.created")).ToArray();
        var turns = histories.Select(history => harness.BeginAsync(history)).ToArray();
        foreach (var turn in held)
        {
            await turn.Reached.WaitAsync(harness.Limit);
        }

        Array.ForEach(held, static turn => turn.Release());
        for (var n = 0; n < turns.Length; n++)
        {
            histories[n].Mapped(await turns[n]);
        }

        Array.ForEach(held, static turn => turn.Dispose());
        harness.Journal.Connections.Should().HaveCount(3);
        return histories;
    }

    private async Task MadeReadyAsync(Harness harness, int contexts)
    {
        for (var context = 1; context <= contexts; context++)
        {
            await _ready.WaitAsync(harness.Limit);
        }
    }
}
