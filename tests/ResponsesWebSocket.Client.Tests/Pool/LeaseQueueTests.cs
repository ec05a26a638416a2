namespace ResponsesWebSocket.Client.Tests.Pool;

public sealed class LeaseQueueTests
{
    [Fact]
    public async Task With_one_socket_a_second_conversation_waits_for_it_and_then_takes_it_over()
    {
        await using var harness = await StartAsync();
        var a = new TestHistory();
        await harness.SayAsync(a, "say A1");
        using var held = harness.Faults.HoldBeforeEvent(2, "response.created");
        var turnOfA = harness.BeginAsync(a.User("say A2"));
        await held.Reached;
        var turnOfB = harness.BeginAsync(TestHistory.Asking("say B1"));
        turnOfB.IsCompleted.Should().BeFalse();
        harness.Journal.Sent().Should().HaveCount(2);
        held.Release();

        (await turnOfA).Text.Should().Be("A2");
        (await turnOfB).Text.Should().Be("B1");
        harness.Journal.ShouldHaveSeen((await turnOfB).Id, TestHistory.Asking("say B1").Items);
        var next = await harness.TurnAsync(a.Mapped(await turnOfA).User("say A3"));
        next.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.ParentReplaced));
        harness.Journal.Connections.Should().ContainSingle();
    }

    [Fact]
    public async Task Turns_are_served_in_order_of_arrival()
    {
        await using var harness = await StartAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        var turns = new List<Task<TurnResult>> { harness.BeginAsync(TestHistory.Asking("say 0")) };
        await held.Reached;
        turns.AddRange(Enumerable.Range(1, 5).Select(n => harness.BeginAsync(TestHistory.Asking($"say {n}"))));
        held.Release();
        await Task.WhenAll(turns);

        harness.Journal.Responses.Select(static r => r.Output[0].GetProperty("content")[0].GetProperty("text").GetString()).Should().Equal("0", "1", "2", "3", "4", "5");
    }

    [Fact]
    public async Task A_turn_cancelled_while_it_waits_leaves_the_line_intact()
    {
        await using var harness = await StartAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        var running = harness.BeginAsync(TestHistory.Asking("say running"));
        await held.Reached;
        using var cancellation = new CancellationTokenSource();
        var leaving = harness.BeginAsync(TestHistory.Asking("say leaving"), cancellation.Token);
        var staying = harness.BeginAsync(TestHistory.Asking("say staying"));
        await cancellation.CancelAsync();
        await leaving.Awaiting(static t => t).Should().ThrowAsync<OperationCanceledException>();
        held.Release();

        (await running).Text.Should().Be("running");
        (await staying).Text.Should().Be("staying");
        harness.Journal.Sent().Should().NotContain(static frame => frame.Text!.Contains("leaving"));
    }

    [Fact]
    public async Task When_the_one_socket_is_lost_those_who_wait_get_a_new_one()
    {
        await using var harness = await StartAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        var running = harness.BeginAsync(TestHistory.Asking("say running"));
        await held.Reached;
        var waiting = Enumerable.Range(1, 3).Select(n => harness.BeginAsync(TestHistory.Asking($"say {n}"))).ToList();
        harness.Emulator.DropConnections();

        (await running).Text.Should().Be("running");
        (await Task.WhenAll(waiting)).Select(static r => r.Text).Should().Equal("1", "2", "3");
        harness.Journal.Connections.Should().HaveCount(2);
    }

    [Fact]
    public async Task When_the_new_socket_is_refused_each_who_waits_gets_to_know()
    {
        var options = new EmulatorOptions();
        await using var harness = await Harness.StartAsync(
            options,
            static client =>
            {
                Harness.OneLane(client);
                client.Transport = ResponsesTransport.WebSocket;
                client.ConnectRetries = 0;
            });
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        var running = harness.BeginAsync(TestHistory.Asking("say running"));
        await held.Reached;
        var waiting = Enumerable.Range(1, 3).Select(n => harness.BeginAsync(TestHistory.Asking($"say {n}"))).ToList();
        options.RefuseUpgrade = System.Net.HttpStatusCode.ServiceUnavailable;
        harness.Emulator.DropConnections();

        foreach (var turn in waiting.Append(running))
        {
            await turn.Awaiting(static t => t).Should().ThrowAsync<ResponseRefusedException>();
        }
    }

    private static Task<Harness> StartAsync() => Harness.StartTalkingAsync(Harness.OneLane);
}
