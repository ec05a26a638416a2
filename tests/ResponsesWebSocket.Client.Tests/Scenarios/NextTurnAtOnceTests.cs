namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>Whoever has the end of a turn in hand finds the lane free. A lane given back too late is found busy only now and then, so it is asked often.</summary>
public sealed class NextTurnAtOnceTests
{
    private const int Turns = 300;

    [Fact]
    public async Task Three_hundred_turns_one_right_after_the_other_continue()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        for (var turn = 1; turn <= Turns; turn++)
        {
            history.Mapped(await harness.BeginAsync(history.User($"say {turn}")));
        }

        ShouldAllHaveContinued(harness, history);
    }

    [Fact]
    public async Task Three_hundred_streams_continue_though_none_is_left_before_the_next_one_has_ended()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        IAsyncEnumerator<TurnEvent>? before = null;
        for (var turn = 1; turn <= Turns; turn++)
        {
            var stream = harness.Stream(history.User($"say {turn}"));
            history.Mapped((await StreamingTests.NextAsync<ResponseCompletedEvent>(stream)).Result);
            await (before?.DisposeAsync() ?? ValueTask.CompletedTask);
            before = stream;
        }

        await before!.DisposeAsync();
        ShouldAllHaveContinued(harness, history);
    }

    private static void ShouldAllHaveContinued(Harness harness, TestHistory history)
    {
        harness.Reports.Should().HaveCount(Turns);
        harness.Reports.Skip(1).Should().OnlyContain(static report => report.Plan.Kind == PlanKind.Continue && report.SentItems == 1 && report.Sends == 1);
        harness.Journal.Connections.Should().ContainSingle();
        harness.Journal.ShouldNeverHaveMissedAParent();
        harness.Journal.ShouldHaveSeen(harness.Reports[^1].ResponseId, history.Items.SkipLast(1));
    }
}
