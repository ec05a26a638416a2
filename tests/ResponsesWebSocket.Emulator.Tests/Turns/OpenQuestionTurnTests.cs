namespace ResponsesWebSocket.Emulator.Tests.Turns;

/// <summary>Open questions about turns, each answered both ways.</summary>
public sealed class OpenQuestionTurnTests
{
    private const string NotFound = "previous_response_not_found";

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [Trait("Rule", "Q4")]
    public async Task An_incomplete_or_failed_response_can_be_a_parent_or_not(bool incomplete, bool failed)
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel().Then(ModelAnswer.Incomplete("x", "max_output_tokens")).Then(ModelAnswer.Text("on"))
            .Then(ModelAnswer.Failed("server_error", "x")).Then(ModelAnswer.Text("on"));
        await using var emulator = await StartAsync(new() { IncompleteCanBeParent = incomplete, FailedCanBeParent = failed }, model);
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var cut = await socket.AskAsync("x");
        var afterCut = await socket.AskAsync("y", cut.ResponseId());
        if (!incomplete)
        {
            model.Then(ModelAnswer.Text("on"));
            (await socket.AskAsync("used up")).OutputText().Should().Be("on");
        }

        var broken = await socket.AskAsync("x");
        var afterBroken = await socket.AskAsync("y", broken.ResponseId());

        (broken.Type(), Outcome(afterCut), Outcome(afterBroken))
            .Should().Be(("response.failed", incomplete ? "on" : NotFound, failed ? "on" : NotFound));
    }

    [Theory]
    [InlineData("\"background\":true", false, "hi")]
    [InlineData("\"background\":true", true, "unsupported_parameter")]
    [InlineData("\"stream\":false", false, "hi")]
    [InlineData("\"stream\":false", true, "Unsupported parameter: stream")]
    [InlineData("\"stream_id\":null", false, "hi")]
    [InlineData("\"stream_id\":null", true, "invalid_stream_id")]
    [Trait("Rule", "Q9")]
    [Trait("Rule", "Q10")]
    [Trait("Rule", "Q11")]
    public async Task Members_that_make_no_sense_are_refused_or_ignored(string member, bool refuses, string expected)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { RefusesBackground = refuses, RefusesStreamFalse = refuses, RefusesNullStreamId = refuses });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var end = await socket.AskAsync("say hi", more: "," + member);

        Outcome(end).Should().Be(expected);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(0)]
    [Trait("Rule", "Q12")]
    public async Task The_queue_of_creates_has_an_end_or_none(int? most)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { MaximumQueuedCreates = most });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.completed");

        await socket.SayAsync("say running");
        await socket.ReceiveUntilAsync("response.output_item.done");
        await socket.SayAsync("say queued");
        await socket.SayAsync("say too many");
        var refused = new List<string?>();
        for (var i = 0; i < 2 - Math.Min(2, most ?? 2); i++)
        {
            refused.Add((await socket.ReceiveAsync()).ErrorCode());
        }

        await emulator.Journal.WaitUntilAsync(static journal => journal.Frames.Count(static frame => frame.FromClient) == 3, limit.Token);
        held.Release();
        var first = await socket.ReceiveAsync();
        var answered = new List<string>();
        for (var i = 0; i < Math.Min(2, most ?? 2); i++)
        {
            answered.Add((await socket.ReceiveTurnAsync())[^1].OutputText());
        }

        refused.Should().AllBe("rate_limit_exceeded");
        first.Type().Should().Be("response.completed", "{0} is no end of the turn that runs", first.GetRawText());
        first.OutputText().Should().Be("running");
        answered.Should().Equal(new[] { "queued", "too many" }.Take(most ?? 2));
        (await socket.AskAsync("say free")).OutputText().Should().Be("free");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Rule", "Q13")]
    public async Task A_create_that_had_to_wait_says_so_or_not(bool announces)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { AnnouncesQueuedCreates = announces });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.completed");

        await socket.SayAsync("say one");
        var first = await socket.ReceiveUntilAsync("response.output_item.done");
        await socket.SayAsync("say two");
        await emulator.Journal.WaitUntilAsync(static journal => journal.Frames.Count(static frame => frame.FromClient) == 2, limit.Token);
        // The answer to a bad message shows that the create before it is in its lane.
        await socket.SendAsync("{");
        await socket.ReceiveAsync();
        held.Release();
        await socket.ReceiveAsync();
        var second = await socket.ReceiveTurnAsync();

        first.Types().Should().NotContain("response.queued");
        second.Take(3).Types().Should().Equal(announces
            ? ["response.created", "response.queued", "response.in_progress"]
            : ["response.created", "response.in_progress", "response.output_item.added"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Rule", "Q14")]
    public async Task Refusals_have_numbers_or_not(bool numbered)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { NumbersRefusals = numbered });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SendAsync("{");
        var errors = new[] { await socket.ReceiveAsync(), await socket.AskAsync("x", "resp_0"), await socket.AskAsync("x", lane: "no good") };

        errors.Should().OnlyContain(e => e.Has("sequence_number") == numbered && (!numbered || e.Number() == 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Rule", "Q14")]
    public async Task Steering_frames_are_counted_or_not(bool counted)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { CountsSteeringFrames = counted });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.output_item.added");

        var id = await socket.StartHeldAsync(held, "response.in_progress", "say one");
        var accepted = await socket.TrySteerAsync(id, "hint");
        held.Release();
        var next = await socket.ReceiveAsync();

        (accepted.Number(), next.Number()).Should().Be(counted ? (2, 3) : (0, 2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Rule", "Q15")]
    public async Task Numbers_begin_anew_with_each_response_or_run_on_over_the_lane(bool restart)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { NumbersRestart = restart });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("say one", lane: "a");
        await socket.SayAsync("say two", lane: "a");
        var second = await socket.ReceiveTurnAsync();
        await socket.SayAsync("say three", lane: "b");
        var other = await socket.ReceiveTurnAsync();

        second[0].Number().Should().Be(restart ? 0 : first.Number() + 1);
        other[0].Number().Should().Be(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Rule", "Q16")]
    public async Task A_warm_up_is_in_progress_or_completed_at_once(bool inProgress)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { WarmUpIsInProgress = inProgress });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("x", more: ",\"generate\":false");
        var warm = await socket.ReceiveTurnAsync();
        await socket.SayAsync("say hi");
        var real = await socket.ReceiveTurnAsync();

        warm.Types().Contains("response.in_progress").Should().Be(inProgress);
        real[1].Type().Should().Be("response.in_progress");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Rule", "Q28")]
    public async Task A_bad_field_evicts_the_parent_or_leaves_it(bool evicts)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { BadFieldsEvict = evicts });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("say one");
        await socket.AskAsync("x", first.ResponseId(), more: ",\"nonsense\":1");
        var next = await socket.AskAsync("say two", first.ResponseId());
        await socket.AskAsync("fail server_error", next.Has("error") ? null : next.ResponseId());
        var last = next.Has("error") ? null : Outcome(await socket.AskAsync("say three", next.ResponseId()));

        Outcome(next).Should().Be(evicts ? NotFound : "two");
        last.Should().Be(evicts ? null : NotFound, "errors that come later evict all the same");
    }

    private static string? Outcome(System.Text.Json.JsonElement end) =>
        end.Type() == "error" ? end.ErrorCode() ?? end.Text("error", "message") : end.OutputText();

    private static Task<ResponsesEmulator> StartAsync(EmulatorBehavior behavior, IEmulatedModel? model = null) =>
        ResponsesEmulator.StartAsync(new() { Behavior = behavior, Model = model ?? new DirectiveModel() });
}
