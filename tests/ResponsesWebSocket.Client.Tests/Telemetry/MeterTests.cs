namespace ResponsesWebSocket.Client.Tests.Telemetry;

public sealed class MeterTests
{
    [Fact]
    public async Task Completed_turns_are_counted_by_plan_and_their_bytes_are_those_on_the_wire()
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var watcher = new Watcher(harness);
        var history = TestHistory.Of("Be brief.", "say one");
        history.Mapped(await harness.TurnAsync(history));
        var second = await harness.TurnAsync(history.User("say two"));

        watcher.Of("responses_websocket.turns").Select(static turn => (turn.Value, turn.Tags["responses_websocket.plan"], turn.Tags["responses_websocket.plan.reason"], turn.Tags["responses_websocket.transport"]))
            .Should().Equal((1, "replay", "no_checkpoint", "websocket"), (1, "continue", "latest_of_lane", "websocket"));
        watcher.Of("responses_websocket.bytes.sent").Sum(static sent => sent.Value).Should().Be(harness.Journal.Sent().Sum(static frame => frame.Bytes));
        watcher.Of("responses_websocket.bytes.full_send")[1].Value.Should().Be(second.Report.BytesIfSentInFull).And.BeGreaterThan(second.Report.BytesSent);
        watcher.Of("gen_ai.client.token.usage").TakeLast(2).Select(static usage => (usage.Tags["gen_ai.token.type"], usage.Value))
            .Should().Equal(("input", second.Usage!.InputTokens), ("output", second.Usage.OutputTokens));
        watcher.Of("responses_websocket.queue.wait").Should().HaveCount(2);
        watcher.Of("responses_websocket.first_event.duration").Should().HaveCount(2);
        watcher.Of("responses_websocket.handshake.duration").Should().ContainSingle().Which.Tags.Should().NotContainKey("error.type");
    }

    [Fact]
    public async Task Time_is_the_clients_own()
    {
        var time = new ManualTime();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), time: time);
        using var watcher = new Watcher(harness);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.completed");
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await harness.Journal.WaitForSentAsync("response.output_text.done", turn: 1, harness.Limit);
        time.Advance(TimeSpan.FromSeconds(7));
        held.Release();
        await turn;
        await harness.Client.DisposeAsync();

        watcher.Of("gen_ai.client.operation.duration").Should().ContainSingle().Which.Value.Should().Be(7);
        watcher.Activities.Should().ContainSingle().Which.Duration.Should().Be(TimeSpan.FromSeconds(7));
        var age = await watcher.NextAsync("responses_websocket.session.age", harness.Limit);
        (age.Value, age.Tags["responses_websocket.session.end"]).Should().Be((7, "closed_by_client"));
    }

    [Fact]
    public async Task Sockets_lanes_and_waiting_turns_are_told_as_they_are_when_somebody_asks()
    {
        await using var harness = await Harness.StartTalkingAsync(Harness.OneLane);
        await using var other = harness.AnotherClient();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.completed");
        var running = harness.BeginAsync(TestHistory.Asking("say one"));
        await harness.Journal.WaitForTurnAsync(1, harness.Limit);
        var waiting = harness.BeginAsync(TestHistory.Asking("say two"));
        await other.CreateAsync(Harness.Request(TestHistory.Asking("say three")), harness.Limit);
        using var late = new Watcher(harness);

        (late.Ask("responses_websocket.sessions.open"), late.Ask("responses_websocket.lanes.in_flight"), late.Ask("responses_websocket.turns.waiting"))
            .Should().Be((2, 1, 1), "two clients of one endpoint are one figure");
        held.Release();
        await Task.WhenAll(running, waiting);
        late.Ask("responses_websocket.turns.waiting").Should().Be(0);
        await other.DisposeAsync();
        await harness.Client.DisposeAsync();
        late.Ask("responses_websocket.sessions.open").Should().BeNull("a client that is gone has nothing to say");
    }

    [Fact]
    public async Task A_socket_that_the_service_drops_is_told_with_its_age_and_counts_as_lost()
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var watcher = new Watcher(harness);
        await harness.SayAsync(new TestHistory(), "say one");
        harness.Emulator.DropConnections();

        var age = await watcher.NextAsync("responses_websocket.session.age", harness.Limit);

        age.Tags["responses_websocket.session.end"].Should().Be("lost");
        var statistics = harness.Client.GetStatistics();
        (statistics.SessionsOpened, statistics.SessionsLost).Should().Be((1, 1));
    }

    [Fact]
    public async Task A_handshake_that_fails_is_told_with_its_status()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions { RefuseUpgrade = HttpStatusCode.Unauthorized });
        using var watcher = new Watcher(harness);

        await harness.Awaiting(static harness => harness.TurnAsync(TestHistory.Asking("say one"))).Should().ThrowAsync<ResponseRefusedException>();

        watcher.Of("responses_websocket.handshake.duration").Should().ContainSingle().Which.Tags["error.type"].Should().Be("401");
    }
}
