namespace ResponsesWebSocket.Emulator.Tests.Faults;

public sealed class ForeignFrameTests
{
    [Fact]
    [Trait("Rule", "3.7.1")]
    [Trait("Rule", "M20")]
    public async Task Frames_come_before_created_and_those_outside_the_numbering_leave_it_alone()
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel().Then(static request => ModelAnswer.Text("ok")
            .Before("response.created", ModelOutput.RawEvent.RateLimits())
            .Before("response.created", ModelOutput.RawEvent.Metadata(request.ResponseId, "state-1")));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("x");
        var events = await socket.ReceiveTurnAsync();

        events.Take(4).Types().Should().Equal("codex.rate_limits", "response.metadata", "response.created", "response.in_progress");
        events[0].Has("sequence_number").Should().BeFalse();
        events[0].At("rate_limits", "primary", "window_minutes").GetInt32().Should().Be(300);
        events[1].Text("response_id").Should().Be(events[2].ResponseId());
        events[1].Text("headers", "x-codex-turn-state").Should().Be("state-1");
        events.Skip(1).Select(static e => e.At("sequence_number").GetInt32()).Should().Equal(Enumerable.Range(0, events.Count - 1));
        events[^1].OutputText().Should().Be("ok");
    }

    [Fact]
    [Trait("Rule", "3.2.2")]
    public async Task A_queued_response_says_so_between_created_and_in_progress()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedModel().Then(ModelAnswer.Text("ok").AfterQueueing()) });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("x");
        var events = await socket.ReceiveTurnAsync();

        events.Take(3).Types().Should().Equal("response.created", "response.queued", "response.in_progress");
        events.Take(3).Select(static e => e.Text("response", "status")).Should().Equal("in_progress", "queued", "in_progress");
        events.Select(static e => e.At("sequence_number").GetInt32()).Should().Equal(Enumerable.Range(0, events.Count));
        events.Where(static e => e.Has("response")).Select(EventReading.ResponseId).Distinct().Should().ContainSingle();
    }

    [Fact]
    [Trait("Rule", "3.2.18")]
    [Trait("Rule", "M19")]
    public async Task A_keepalive_and_an_unknown_event_come_between_two_deltas()
    {
        var answer = ModelAnswer.Deltas("a", "b")
            .Before("response.output_text.delta", ModelOutput.RawEvent.KeepAlive(), occurrence: 2)
            .Before("response.output_text.delta", new("""{"type":"response.dreaming","sequence_number":99,"depth":3}"""), occurrence: 2);

        var events = await OneTurn.OfAsync(answer);

        events.Skip(2).Take(4).Types().Should().Equal(
            "response.output_text.delta", "keepalive", "response.dreaming", "response.output_text.delta");
        events[3].EnumerateObject().Select(static member => member.Name).Should().Equal("type", "sequence_number");
        events[4].At("depth").GetInt32().Should().Be(3);
        events.FinalItem().Text("content", 0, "text").Should().Be("ab");
    }

    [Fact]
    public async Task A_frame_between_items_takes_no_place_among_them_and_names_the_lane()
    {
        using var limit = TestTimeout.Start();
        var answer = new ModelAnswer(
            [
                new ModelOutput.Text(["a"]),
                new ModelOutput.RawEvent("""{"type":"response.dreaming"}"""),
                new ModelOutput.Text(["b"]),
                ModelOutput.RawEvent.KeepAlive(),
            ],
            new AnswerEnding.Incomplete("max_output_tokens"));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedModel().Then(answer) });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("x", lane: "l1");
        var events = await socket.ReceiveTurnAsync();

        events.Should().OnlyContain(static e => e.Text("stream_id") == "l1");
        events.Select(static e => e.At("sequence_number").GetInt32()).Should().Equal(Enumerable.Range(0, events.Count));
        events.Where(static e => e.Type() is "response.output_item.done" or "response.dreaming" or "keepalive").Types()
            .Should().Equal("response.output_item.done", "response.dreaming", "response.output_item.done", "keepalive");
        events[^1].At("response", "output").GetArrayLength().Should().Be(2);
        events.FinalItem(0).Text("status").Should().Be("completed");
        events.FinalItem(1).Text("status").Should().Be("incomplete");
    }

    [Fact]
    [Trait("Rule", "3.7.1")]
    public async Task A_verbatim_frame_goes_out_letter_by_letter_and_belongs_to_no_lane()
    {
        using var limit = TestTimeout.Start();
        var answer = ModelAnswer.Text("ok").Before("response.completed", new("""{ "type" : "odd" }""", enveloped: false));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedModel().Then(answer) });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("x", lane: "l1");
        var events = await socket.ReceiveTurnAsync();

        events[^2].GetRawText().Should().Be("""{ "type" : "odd" }""");
        emulator.Journal.Frames.Single(static frame => frame.Type == "odd").StreamId.Should().BeNull();
        events[^1].At("sequence_number").GetInt32().Should().Be(events.Count - 2, "the foreign frame has no number");
    }

    [Fact]
    public async Task A_late_answer_still_brings_its_frames_from_where_it_comes_in()
    {
        using var limit = TestTimeout.Start();
        var answer = ModelAnswer.Text("ok").AfterQueueing()
            .Before("response.created", ModelOutput.RawEvent.RateLimits())
            .Before("response.completed", ModelOutput.RawEvent.KeepAlive());
        var model = new LateModel(answer);
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("x");
        var begun = await socket.ReceiveUntilAsync("response.in_progress");
        model.Release();
        var rest = await socket.ReceiveTurnAsync();

        begun.Types().Should().Equal("response.created", "response.in_progress");
        rest[^2].Type().Should().Be("keepalive");
        rest[^1].OutputText().Should().Be("ok");
    }

    [Fact]
    public void A_frame_without_type_is_refused_at_once()
    {
        var make = static () => new ModelOutput.RawEvent("""{"depth":3}""");

        make.Should().Throw<ArgumentException>();
    }

    private sealed class LateModel(ModelAnswer answer) : IEmulatedModel
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _released.SetResult();

        public async ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken)
        {
            await _released.Task.WaitAsync(cancellationToken);
            return answer;
        }
    }
}
