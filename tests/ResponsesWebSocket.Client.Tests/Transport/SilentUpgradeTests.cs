namespace ResponsesWebSocket.Client.Tests.Transport;

/// <summary>Upgrades that are never answered. The clock stands still but where a test moves it: who waits longer waits for ever.</summary>
public sealed class SilentUpgradeTests
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly EmulatorOptions _emulator = new() { SilentUpgrades = true };

    [Fact]
    public async Task One_handshake_is_waited_for_and_later_turns_wait_for_none()
    {
        await using var harness = await Harness.StartAsync(_emulator, time: _time);
        var history = TestHistory.Asking("say one");
        var turn = harness.BeginAsync(history);
        await AskedAsync(harness, upgrades: 1);
        turn.IsCompleted.Should().BeFalse();
        _time.Advance(ConnectTimeout);
        var first = await turn;
        var second = await harness.SayAsync(history.Mapped(first), "say two");

        (first.Report.Transport, first.Report.Sends, first.Report.QueueWait).Should().Be((ResponsesTransport.Http, 1, ConnectTimeout));
        (second.Report.Transport, second.Report.QueueWait).Should().Be((ResponsesTransport.Http, TimeSpan.Zero));
        harness.Journal.RefusedUpgrades.Should().ContainSingle();
        harness.Client.GetStatistics().IsOverHttp.Should().BeTrue();
    }

    [Fact]
    public async Task Turns_that_wait_for_one_handshake_go_over_HTTP_together()
    {
        await using var harness = await Harness.StartAsync(_emulator, time: _time);
        var turns = Enumerable.Range(1, 3).Select(n => harness.BeginAsync(TestHistory.Asking($"say {n}"))).ToList();
        await AskedAsync(harness, upgrades: 1);
        _time.Advance(ConnectTimeout);

        (await Task.WhenAll(turns)).Select(static turn => (turn.Text, turn.Report.Transport))
            .Should().Equal(("1", ResponsesTransport.Http), ("2", ResponsesTransport.Http), ("3", ResponsesTransport.Http));
        harness.Journal.RefusedUpgrades.Should().ContainSingle();
    }

    [Fact]
    public async Task A_turn_that_is_sent_again_over_HTTP_waits_for_no_second_handshake()
    {
        await using var harness = await Harness.StartAsync(_emulator, time: _time);
        harness.Faults.FailTurn(1, new EmulatedError(503, "server_is_overloaded", "Later.") { Headers = new Dictionary<string, string> { ["retry-after"] = "0" } });
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await AskedAsync(harness, upgrades: 1);
        _time.Advance(ConnectTimeout);

        var report = (await turn).Report;
        (report.Transport, report.Sends, report.Retries).Should().Be((ResponsesTransport.Http, 2, 1));
        harness.Journal.RefusedUpgrades.Should().ContainSingle();
    }

    [Fact]
    public async Task A_turn_cancelled_while_it_waits_is_sent_nowhere()
    {
        await using var harness = await Harness.StartAsync(_emulator, time: _time);
        using var cancellation = new CancellationTokenSource();
        var turn = harness.BeginAsync(TestHistory.Asking("say one"), cancellation.Token);
        await AskedAsync(harness, upgrades: 1);
        await cancellation.CancelAsync();

        await turn.Awaiting(static t => t).Should().ThrowAsync<OperationCanceledException>();
        harness.Journal.Sent().Should().BeEmpty();
        harness.Client.GetStatistics().IsOverHttp.Should().BeFalse();
    }

    [Fact]
    public async Task A_turn_cancelled_over_HTTP_shows_nothing_about_HTTP()
    {
        await using var harness = await Harness.StartAsync(_emulator, time: _time);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        using var cancellation = new CancellationTokenSource();
        var turn = harness.BeginAsync(TestHistory.Asking("say one"), cancellation.Token);
        await AskedAsync(harness, upgrades: 1);
        _time.Advance(ConnectTimeout);
        await held.Reached;
        await cancellation.CancelAsync();

        await turn.Awaiting(static t => t).Should().ThrowAsync<OperationCanceledException>();
        harness.Client.GetStatistics().IsOverHttp.Should().BeFalse();
    }

    [Fact]
    public async Task A_probe_finds_the_way_back_though_the_first_one_is_not_answered_either()
    {
        using var logs = new CapturedLogs();
        await using var harness = await Harness.StartAsync(_emulator, logs: logs, time: _time);
        var first = harness.BeginAsync(TestHistory.Asking("say one"));
        await AskedAsync(harness, upgrades: 1);
        _time.Advance(ConnectTimeout);
        await first;
        _time.Advance(TimeSpan.FromSeconds(30));
        (await harness.TurnAsync(TestHistory.Asking("say two"))).Report.Transport.Should().Be(ResponsesTransport.Http);
        await AskedAsync(harness, upgrades: 2);
        _time.Advance(ConnectTimeout);
        await logs.NextAsync(41, harness.Limit);
        _emulator.SilentUpgrades = false;
        _time.Advance(TimeSpan.FromMinutes(1));
        await harness.TurnAsync(TestHistory.Asking("say three"));
        await logs.NextAsync(42, harness.Limit);

        (await harness.TurnAsync(TestHistory.Asking("say four"))).Report.Transport.Should().Be(ResponsesTransport.WebSocket);
    }

    private static Task AskedAsync(Harness harness, int upgrades) =>
        harness.Journal.WaitUntilAsync(seen => seen.RefusedUpgrades.Count >= upgrades, harness.Limit);
}
