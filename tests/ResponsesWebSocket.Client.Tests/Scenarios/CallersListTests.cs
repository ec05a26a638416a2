namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>A caller may go on with its own list while it reads the answer: what the service holds is what was sent.</summary>
public sealed class CallersListTests
{
    [Fact]
    public async Task An_item_appended_while_the_answer_is_read_is_sent_with_the_next_turn()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = TestHistory.Asking("say one");
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        await using var stream = StreamOwnList(harness, history);
        await StreamingTests.NextAsync<ResponseCreatedEvent>(stream);
        history.User("by the way");
        held.Release();
        var first = (await StreamingTests.NextAsync<ResponseCompletedEvent>(stream)).Result;
        harness.Journal.ShouldHaveSeen(first.Id, TestHistory.Asking("say one").Items);
        history.Mapped(first);

        var next = await harness.SayAsync(history, "recall");

        next.Text.Should().Be("say one\nby the way");
        next.Report.Plan.Kind.Should().Be(PlanKind.Replay);
    }

    [Fact]
    public async Task Items_appended_as_they_come_continue_with_the_next_turn()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = TestHistory.Asking("say one\ncall look {}");
        await using (var stream = StreamOwnList(harness, history))
        {
            while (await stream.MoveNextAsync())
            {
                if (stream.Current is OutputItemDoneEvent done)
                {
                    history.Items.Add(done.Item);
                }
            }
        }

        var next = await harness.TurnAsync(history.Output(history.Items[^1].CallId!, "seen"));

        next.Report.Plan.Kind.Should().Be(PlanKind.Continue);
        (next.Report.InputItems, next.Report.SentItems).Should().Be((4, 1));
    }

    private static IAsyncEnumerator<TurnEvent> StreamOwnList(Harness harness, TestHistory history) =>
        harness.Client.StreamAsync(new() { Model = Harness.Model, Input = history.Items }, harness.Limit).GetAsyncEnumerator();
}
