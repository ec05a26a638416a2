namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class StreamingTests
{
    [Fact]
    public async Task Events_come_in_order_and_the_last_one_holds_the_result()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.TextAndCalls("I will look.", ("look", """{"at":"the disk"}""")));
        var events = await ReadAsync(harness.Stream(TestHistory.Asking("go")));

        events[0].Should().BeOfType<ResponseCreatedEvent>();
        TextOf(events).Should().Be("I will look.");
        string.Concat(events.OfType<FunctionCallArgumentsDeltaEvent>().Select(static e => e.Delta)).Should().Be("""{"at":"the disk"}""");
        events.OfType<OutputItemAddedEvent>().Select(static e => (e.OutputIndex, e.ItemType, e.Name)).Should().Equal((0, "message", null), (1, "function_call", "look"));
        events.OfType<OutputItemDoneEvent>().Select(static e => e.OutputIndex).Should().Equal(0, 1);
        events[^1].Should().BeOfType<ResponseCompletedEvent>().Which.Result.Text.Should().Be("I will look.");
        events.Should().NotContain(static e => e is OtherResponseEvent);
    }

    [Fact]
    public async Task A_refusal_streams_as_refusal_and_is_no_text()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Refusal("I would rather not do that."), ModelAnswer.Text("fine"));
        var history = TestHistory.Asking("go");
        var events = await ReadAsync(harness.Stream(history));

        string.Concat(events.OfType<RefusalDeltaEvent>().Select(static e => e.Delta)).Should().Be("I would rather not do that.");
        var result = ((ResponseCompletedEvent)events[^1]).Result;
        result.Text.Should().BeEmpty();
        result.Output.Single().Refusal.Should().Be("I would rather not do that.");
        (await harness.TurnAsync(history.Raw(result).User("then this"))).Report.Plan.Kind.Should().Be(PlanKind.Continue);
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_first_event_is_asked_for()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var stream = harness.Client.StreamAsync(Harness.Request(TestHistory.Asking("say one")), harness.Limit);
        await harness.TurnAsync(TestHistory.Asking("say two"));

        harness.Journal.Sent().Should().ContainSingle().Which.Text.Should().Contain("say two");
        TextOf(await ReadAsync(stream.GetAsyncEnumerator())).Should().Be("one");
    }

    [Theory]
    [InlineData("response.output_text.done")]
    [InlineData("response.completed")]
    [Trait("Bug", "14 repeated text or silent truncation")]
    public async Task Dropped_after_text_was_seen_the_caller_gets_to_know_and_no_text_is_doubled(string heldEvent)
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Deltas("one ", "two"), ModelAnswer.Deltas("one ", "two"));
        using var held = harness.Faults.HoldBeforeEvent(1, heldEvent);
        await using var stream = harness.Stream(TestHistory.Asking("go"));
        var seen = (await NextAsync<OutputTextDeltaEvent>(stream)).Delta;
        await held.Reached;
        harness.Emulator.DropConnections();

        var (events, thrown) = await ReadToFailureAsync(stream);

        thrown.Should().BeOfType<ConnectionLostException>().Which.Delivery.Should().Be(DeliveryState.Answered);
        "one two".Should().StartWith(seen + TextOf(events));
        harness.Journal.Sent().Should().ContainSingle("text that was seen cannot be taken back");
    }

    [Fact]
    public async Task Dropped_before_any_content_the_stream_begins_anew_and_shows_the_text_once()
    {
        await using var harness = await Harness.StartTalkingAsync();
        harness.Faults.DropAfterEvent(1, "response.output_item.added");
        var events = await ReadAsync(harness.Stream(TestHistory.Asking("say one")));

        TextOf(events).Should().Be("one");
        var created = events.OfType<ResponseCreatedEvent>().Select(static e => e.ResponseId).ToList();
        created.Should().OnlyHaveUniqueItems();
        created[^1].Should().Be(harness.Journal.Responses[1].ResponseId);
        ((ResponseCompletedEvent)events[^1]).Result.Report.Sends.Should().Be(2);
    }

    [Fact]
    [Trait("Bug", "04 tool executed twice")]
    public async Task A_call_that_was_announced_counts_as_seen()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Calls(("look", "{}")), ModelAnswer.Calls(("look", "{}")));
        // Held first, so that the event is with the caller before the socket goes.
        using var held = harness.Faults.HoldBeforeEvent(1, "response.function_call_arguments.done");
        await using var stream = harness.Stream(TestHistory.Asking("go"));
        await NextAsync<OutputItemAddedEvent>(stream);
        await held.Reached;
        harness.Emulator.DropConnections();

        var (_, thrown) = await ReadToFailureAsync(stream);

        thrown.Should().BeOfType<ConnectionLostException>().Which.Delivery.Should().Be(DeliveryState.Answered);
        harness.Journal.Sent().Should().ContainSingle();
    }

    internal static string TextOf(IEnumerable<TurnEvent> events) => string.Concat(events.OfType<OutputTextDeltaEvent>().Select(static e => e.Delta));

    internal static async Task<T> NextAsync<T>(IAsyncEnumerator<TurnEvent> stream)
        where T : TurnEvent
    {
        while (await stream.MoveNextAsync())
        {
            if (stream.Current is T wanted)
            {
                return wanted;
            }
        }

        throw new InvalidOperationException($"The stream ended without a {typeof(T).Name}.");
    }

    internal static async Task<List<TurnEvent>> ReadAsync(IAsyncEnumerator<TurnEvent> stream)
    {
        var (events, thrown) = await ReadToFailureAsync(stream);
        thrown.Should().BeNull();
        return events;
    }

    internal static async Task<(List<TurnEvent> Events, Exception? Thrown)> ReadToFailureAsync(IAsyncEnumerator<TurnEvent> stream)
    {
        var events = new List<TurnEvent>();
        await using (stream)
        {
            try
            {
                while (await stream.MoveNextAsync())
                {
                    events.Add(stream.Current);
                }
            }
            catch (Exception thrown)
            {
                return (events, thrown);
            }
        }

        return (events, null);
    }
}
