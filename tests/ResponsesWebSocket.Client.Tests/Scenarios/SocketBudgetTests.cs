namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>How many sockets are opened for whom where there are no lanes.</summary>
public sealed class SocketBudgetTests
{
    [Fact]
    public async Task Prompts_that_are_never_followed_up_use_no_more_sockets_than_may_be_open()
    {
        await using var harness = await Harness.StartTalkingAsync(static options =>
        {
            Harness.WithoutLanes(options);
            options.MaxSessions = 8;
        });
        for (var prompt = 1; prompt <= 40; prompt++)
        {
            await harness.TurnAsync(TestHistory.Asking($"say {prompt}"));
        }

        harness.Journal.Connections.Should().HaveCount(8);
    }

    [Fact]
    public async Task Conversations_that_go_on_get_a_socket_each()
    {
        await using var harness = await Harness.StartTalkingAsync(Harness.WithoutLanes);
        var conversations = Enumerable.Range(1, 12).Select(static _ => new TestHistory()).ToList();
        for (var round = 1; round <= 6; round++)
        {
            foreach (var (history, number) in conversations.Select(static (history, index) => (history, index + 1)))
            {
                await harness.SayAsync(history, $"say {number} in round {round}");
            }
        }

        harness.Journal.Connections.Should().HaveCount(12);
        harness.Reports.Skip(conversations.Count).Should().OnlyContain(static report => report.Plan.Kind == PlanKind.Continue);
    }

    [Fact]
    public async Task No_turn_waits_while_fewer_run_than_sockets_may_be_open()
    {
        await using var harness = await Harness.StartTalkingAsync(Harness.WithoutLanes);
        var held = Enumerable.Range(1, 20).Select(turn => harness.Faults.HoldBeforeEvent(turn, "response.created")).ToList();
        var running = Enumerable.Range(1, 20).Select(number => harness.BeginAsync(TestHistory.Asking($"say {number}"))).ToList();
        await Task.WhenAll(held.Select(static turn => turn.Reached)).WaitAsync(harness.Limit);
        held.ForEach(static turn => turn.Release());

        (await Task.WhenAll(running)).Should().HaveCount(20);
        harness.Journal.Connections.Should().HaveCount(20);
    }
}
