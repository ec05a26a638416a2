namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>A turn that nobody waits for still takes its parent's place in the lane: what the lane held before is gone.</summary>
public sealed class AbandonedParentTests
{
    [Fact]
    [Trait("Bug", "01 abandoned response answers the next question")]
    public async Task After_an_abandoned_continuation_the_same_history_is_sent_whole_at_the_first_try()
    {
        await using var harness = await Harness.StartTalkingAsync(Harness.OneSmallLane);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var held = harness.Faults.HoldBeforeEvent(2, "response.output_text.delta");
        await AbandonedTurnTests.CancelWhenHeldAsync(harness, history.Copy().User("say abandoned"), held);
        held.Release();
        await harness.WaitForTheLaneAsync();

        var next = await harness.SayAsync(history, "say two");

        (next.Text, next.Report.Sends).Should().Be(("two", 1));
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Fact]
    public async Task An_enumeration_left_with_the_end_unread_does_not_count_as_held()
    {
        await using var harness = await Harness.StartTalkingAsync(Harness.OneSmallLane);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        await using (var stream = harness.Stream(history.Copy().User("say abandoned")))
        {
            await StreamingTests.NextAsync<OutputItemDoneEvent>(stream);
        }

        await harness.WaitForTheLaneAsync();
        var next = await harness.SayAsync(history, "say two");

        (next.Text, next.Report.Sends).Should().Be(("two", 1));
        harness.Journal.ShouldNeverHaveMissedAParent();
    }
}
