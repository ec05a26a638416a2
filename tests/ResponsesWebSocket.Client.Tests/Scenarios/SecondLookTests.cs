namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>
/// A turn is planned before it has its lane. While it waits in the line, the turn in front of it takes the parent that both begin
/// from: what was planned is wrong by then, and must not be sent.
/// </summary>
public sealed class SecondLookTests
{
    private static readonly Action<ResponsesWebSocketOptions> TwoTurnsAtOnce = static options =>
        (options.Profile, options.MaxSessions, options.MaxRetryAfter) = (EndpointProfile.OpenAI with { TurnsInFlight = 2 }, 1, TimeSpan.Zero);

    [Theory]
    [InlineData(Fate.Completed)]
    [InlineData(Fate.Refused)]
    [InlineData(Fate.Left)]
    [Trait("Bug", "03 wrong branch continued")]
    public async Task With_one_lane_the_turn_behind_is_sent_whole_at_the_first_try(Fate fate)
    {
        await using var harness = await Harness.StartTalkingAsync(static options =>
        {
            Harness.OneLane(options);
            options.MaxRetries = 0;
        });
        await ShouldBeSentOnceAsync(harness, fate, firstTurn: 1);
    }

    [Theory]
    [InlineData(Fate.Completed)]
    [InlineData(Fate.Refused)]
    [InlineData(Fate.Left)]
    [Trait("Bug", "03 wrong branch continued")]
    public async Task With_all_slots_taken_the_turn_behind_is_sent_whole_at_the_first_try(Fate fate)
    {
        await using var harness = await Harness.StartTalkingAsync(TwoTurnsAtOnce + (static options => options.MaxRetries = 0));
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        var other = harness.BeginAsync(TestHistory.Asking("say other"));
        await held.Reached.WaitAsync(harness.Limit);
        await ShouldBeSentOnceAsync(harness, fate, firstTurn: 2);
        held.Release();

        (await other).Text.Should().Be("other");
        harness.Journal.Connections.Should().ContainSingle();
    }

    private static async Task ShouldBeSentOnceAsync(Harness harness, Fate fate, int firstTurn)
    {
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var held = harness.Faults.HoldBeforeEvent(firstTurn + 1, "response.completed");
        if (fate == Fate.Refused)
        {
            harness.Faults.FailBeforeEvent(firstTurn + 1, new(500, "server_error", "Not this one."), "response.completed");
        }

        using var leaving = new CancellationTokenSource();
        var front = harness.BeginAsync(history.Copy().User("say front"), leaving.Token);
        await held.Reached.WaitAsync(harness.Limit);
        var behind = harness.BeginAsync(history.Copy().User("say behind"));
        harness.Client.GetStatistics().TurnsWaiting.Should().Be(1, "it is planned, and waits");
        if (fate == Fate.Left)
        {
            await leaving.CancelAsync();
            await front.Awaiting(static turn => turn).Should().ThrowAsync<OperationCanceledException>();
        }

        held.Release();
        var result = await behind;

        (result.Text, result.Report.Sends, result.Report.Plan.Kind).Should().Be(("behind", 1, PlanKind.Replay));
        harness.Journal.ShouldHaveSeen(result.Id, history.Copy().User("say behind").Items);
        harness.Journal.ShouldNeverHaveMissedAParent();
        if (fate == Fate.Refused)
        {
            await front.Awaiting(static turn => turn).Should().ThrowAsync<ResponseRefusedException>();
        }
        else if (fate == Fate.Completed)
        {
            (await front).Text.Should().Be("front");
        }
    }

    /// <summary>What becomes of the turn in front.</summary>
    public enum Fate
    {
        Completed,
        Refused,
        Left,
    }
}
