namespace ResponsesWebSocket.Client.Tests.Telemetry;

public sealed class StatisticsTests
{
    [Fact]
    public async Task A_client_that_did_nothing_has_nothing_to_tell()
    {
        await using var harness = await Harness.StartTalkingAsync();

        harness.Client.GetStatistics().Should().Be(new ClientStatistics
        {
            SessionsOpen = 0,
            SessionsOpened = 0,
            SessionsLost = 0,
            LanesInUse = 0,
            TurnsInFlight = 0,
            TurnsWaiting = 0,
            TurnsCompleted = 0,
            TurnsFailed = 0,
            TurnsAbandoned = 0,
            TurnsContinued = 0,
            TurnsForked = 0,
            TurnsReplayed = 0,
            BytesSent = 0,
            BytesIfSentInFull = 0,
            BytesPrepared = 0,
            Retries = 0,
            HasLanes = null,
            IsOverHttp = false,
            Checkpoints = 0,
            CheckpointBytes = 0,
        });
    }

    [Fact]
    public async Task Turns_are_summed_by_how_they_were_sent_and_how_they_ended()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = TestHistory.Of("Be brief.", "say one");
        history.Mapped(await harness.TurnAsync(history));
        using var held = harness.Faults.HoldBeforeEvent(2, "response.completed");
        var running = harness.BeginAsync(history.Copy().User("say two"));
        await harness.Journal.WaitForSentAsync("response.in_progress", turn: 2, harness.Limit);
        var fork = await harness.TurnAsync(history.Copy().User("say fork"));
        var during = harness.Client.GetStatistics();
        held.Release();
        await running;
        harness.Faults.FailTurn(4, 400, "invalid_prompt", "No.");
        await harness.Awaiting(static harness => harness.TurnAsync(TestHistory.Asking("say new"))).Should().ThrowAsync<ResponseRefusedException>();
        var after = harness.Client.GetStatistics();

        fork.Report.Plan.Kind.Should().Be(PlanKind.Fork);
        (during.TurnsInFlight, during.LanesInUse, during.TurnsWaiting, during.SessionsOpen, during.HasLanes).Should().Be((1, 1, 0, 1, true));
        (after.TurnsInFlight, after.LanesInUse).Should().Be((0, 0));
        (after.TurnsCompleted, after.TurnsReplayed, after.TurnsContinued, after.TurnsForked, after.TurnsFailed, after.TurnsAbandoned).Should().Be((3, 1, 1, 1, 1, 0));
        after.BytesSent.Should().Be(harness.Journal.Sent().Sum(static frame => frame.Bytes));
        after.BytesIfSentInFull.Should().BeGreaterThan(after.BytesSent);
        after.Checkpoints.Should().Be(3);
        after.CheckpointBytes.Should().BeGreaterThan(3 * 512);
    }

    [Fact]
    public async Task An_open_breaker_and_the_lack_of_lanes_are_told()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions { RefuseUpgrade = HttpStatusCode.UpgradeRequired }, Harness.WithoutLanes, time: new ManualTime());
        await harness.TurnAsync(TestHistory.Asking("say one"));

        var statistics = harness.Client.GetStatistics();

        (statistics.IsOverHttp, statistics.HasLanes, statistics.TurnsReplayed, statistics.SessionsOpened).Should().Be((true, false, 1, 0));
    }

    [Fact]
    public async Task What_was_made_ready_ahead_has_a_sum_of_its_own()
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var watcher = new Watcher(harness);
        (await harness.Client.PrewarmAsync(Harness.Request(TestHistory.Asking("say one")), harness.Limit)).Should().BeTrue();

        var statistics = harness.Client.GetStatistics();

        (statistics.BytesPrepared, statistics.BytesSent).Should().Be((harness.Journal.Sent().Single().Bytes, 0));
        watcher.Of("responses_websocket.bytes.prepared").Should().ContainSingle().Which.Value.Should().Be(statistics.BytesPrepared);
    }
}
