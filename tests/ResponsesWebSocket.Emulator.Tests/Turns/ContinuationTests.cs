namespace ResponsesWebSocket.Emulator.Tests.Turns;

public sealed class ContinuationTests
{
    [Fact]
    [Trait("Rule", "4.1.1")]
    [Trait("Rule", "M3")]
    public async Task The_latest_response_of_the_lane_can_be_continued_without_storage()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("My name is Ada.");
        var second = await socket.AskAsync("recall", first.ResponseId());

        second.OutputText().Should().Be("My name is Ada.");
        second.Text("response", "previous_response_id").Should().Be(first.ResponseId());
        emulator.Journal.Responses[1].ParentSource.Should().Be(ParentSource.SameLane);
    }

    [Fact]
    [Trait("Rule", "4.1.1")]
    [Trait("Rule", "4.1.4")]
    [Trait("Rule", "4.3.3")]
    [Trait("Rule", "M3")]
    public async Task An_older_response_of_the_lane_is_gone()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("one");
        await socket.AskAsync("two", first.ResponseId());
        var late = await socket.AskAsync("three", first.ResponseId());

        late.At("status").GetInt32().Should().Be(400);
        late.ErrorCode().Should().Be("previous_response_not_found");
        late.Text("error", "param").Should().Be("previous_response_id");
        late.Text("error", "message").Should().Contain(first.ResponseId());
        late.Has("stream_id").Should().BeFalse();
        late.Has("sequence_number").Should().BeFalse("no response was created");
    }

    [Fact]
    [Trait("Rule", "4.1.2")]
    public async Task Another_connection_does_not_hold_an_unstored_response()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var one = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var two = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await one.AskAsync("one");
        var error = await two.AskAsync("two", first.ResponseId());

        error.ErrorCode().Should().Be("previous_response_not_found");
        (await one.AskAsync("recall", first.ResponseId())).OutputText().Should().Be("one", "the miss elsewhere changes nothing here");
    }

    [Fact]
    [Trait("Rule", "4.1.3")]
    [Trait("Rule", "7.4.1")]
    public async Task A_stored_response_can_be_continued_after_a_reconnect_and_when_it_is_old()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var one = await BareSocket.ConnectAsync(emulator, limit.Token);
        await one.SendAsync("""{"type":"response.create","model":"m","input":"kept"}""");
        var kept = (await one.ReceiveTurnAsync())[^1];
        await one.AskAsync("newer", kept.ResponseId());
        await one.CloseAsync();

        using var two = await BareSocket.ConnectAsync(emulator, limit.Token);
        var next = await two.AskAsync("recall", kept.ResponseId());

        kept.At("response", "store").GetBoolean().Should().BeTrue("storing is the default");
        next.OutputText().Should().Be("kept");
        emulator.Journal.Responses[^1].ParentSource.Should().Be(ParentSource.Store);
    }

    [Fact]
    [Trait("Rule", "4.3.1")]
    [Trait("Rule", "M4")]
    public async Task A_refused_continuation_evicts_the_parent_of_its_own_lane()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("one");
        var bad = await socket.AskAsync("two", first.ResponseId(), more: ""","nonsense":1""");
        var retry = await socket.AskAsync("two", first.ResponseId());

        bad.Text("error", "message").Should().Be("Unsupported parameter: nonsense");
        retry.ErrorCode().Should().Be("previous_response_not_found");
    }

    [Fact]
    [Trait("Rule", "4.3.7")]
    public async Task A_refused_turn_without_parent_leaves_the_lane_as_it_is()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("one");
        await socket.AskAsync("fail rate_limit_exceeded");
        var next = await socket.AskAsync("recall", first.ResponseId());

        next.OutputText().Should().Be("one");
    }

    [Fact]
    [Trait("Rule", "4.3.1")]
    public async Task A_failing_answer_evicts_the_parent_of_its_own_lane()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("one");
        var failed = await socket.AskAsync("fail server_error", first.ResponseId());
        var retry = await socket.AskAsync("two", first.ResponseId());

        failed.At("status").GetInt32().Should().Be(500);
        retry.ErrorCode().Should().Be("previous_response_not_found");
    }

    [Fact]
    [Trait("Rule", "4.3.2")]
    public async Task A_failing_fork_leaves_the_parent_to_its_lane()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("one", lane: "a");
        var failed = await socket.AskAsync("fail server_error", first.ResponseId(), "b");
        var next = await socket.AskAsync("recall", first.ResponseId(), "a");

        failed.Text("stream_id").Should().Be("b");
        next.OutputText().Should().Be("one");
    }

    [Fact]
    [Trait("Rule", "4.4.1")]
    public async Task A_fork_inherits_the_context_and_both_lanes_go_on()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var root = await socket.AskAsync("root", lane: "a");
        var fork = await socket.AskAsync("on b", root.ResponseId(), "b");
        var onA = await socket.AskAsync("recall", root.ResponseId(), "a");
        var onB = await socket.AskAsync("recall", fork.ResponseId(), "b");

        onA.OutputText().Should().Be("root");
        onB.OutputText().Should().Be("root\non b");
        emulator.Journal.Responses[1].ParentSource.Should().Be(ParentSource.OtherLane);
    }

    [Fact]
    [Trait("Rule", "4.4.2")]
    [Trait("Rule", "5.9")]
    [Trait("Rule", "M5")]
    public async Task A_fork_that_starts_after_its_source_moved_on_finds_nothing()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var root = await socket.AskAsync("root", lane: "a");
        using var blocker = emulator.Faults.HoldBeforeEvent(2, "response.created");

        await socket.SayAsync("keeps lane b busy", lane: "b");
        await socket.SayAsync("fork", root.ResponseId(), "b");
        await blocker.Reached.WaitAsync(limit.Token);
        await socket.AskAsync("moves on", root.ResponseId(), "a");
        blocker.Release();
        await socket.ReceiveTurnAsync();
        var fork = (await socket.ReceiveTurnAsync())[^1];

        fork.ErrorCode().Should().Be("previous_response_not_found", "the parent is resolved when the turn starts, not when it arrives");
        fork.Text("stream_id").Should().Be("b");
    }

    [Fact]
    [Trait("Rule", "3.2.3")]
    [Trait("Rule", "4.4.3")]
    [Trait("Rule", "M5")]
    public async Task A_fork_that_is_in_progress_keeps_its_parent_whatever_the_source_does()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var root = await socket.AskAsync("root", lane: "a");
        using var held = emulator.Faults.HoldBeforeEvent(2, "response.output_item.added");

        await socket.SayAsync("recall", root.ResponseId(), "b");
        await socket.ReceiveUntilAsync("response.in_progress");
        await socket.AskAsync("moves on", root.ResponseId(), "a");
        held.Release();
        var fork = (await socket.ReceiveTurnAsync())[^1];

        fork.OutputText().Should().Be("root");
    }

    [Fact]
    [Trait("Rule", "4.4.4")]
    public async Task A_create_without_parent_starts_afresh_and_takes_the_lane_over()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var old = await socket.AskAsync("old");
        var fresh = await socket.AskAsync("recall");
        var lost = await socket.AskAsync("recall", old.ResponseId());

        fresh.OutputText().Should().BeEmpty();
        lost.ErrorCode().Should().Be("previous_response_not_found");
    }

    [Fact]
    [Trait("Rule", "4.2.2")]
    public async Task Instructions_are_not_inherited()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("one", more: ""","instructions":"Be brief." """);
        var second = await socket.AskAsync("two", first.ResponseId());

        first.Text("response", "instructions").Should().Be("Be brief.");
        second.At("response", "instructions").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    [Trait("Rule", "3.5.11")]
    [Trait("Rule", "4.5.1")]
    [Trait("Rule", "M15")]
    public async Task A_warm_up_answers_nothing_and_an_empty_input_continues_it()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("say warm", more: ""","generate":false""");
        var warmUp = await socket.ReceiveTurnAsync();
        await socket.CreateAsync($$"""
            "input":[],"previous_response_id":"{{warmUp[^1].ResponseId()}}"
            """);
        var answer = (await socket.ReceiveTurnAsync())[^1];

        warmUp.Types().Should().Equal("response.created", "response.in_progress", "response.completed");
        warmUp[^1].At("response", "output").GetArrayLength().Should().Be(0);
        warmUp[^1].At("response", "usage", "input_tokens").GetInt32().Should().Be(2);
        warmUp[^1].At("response", "usage", "output_tokens").GetInt32().Should().Be(0);
        answer.OutputText().Should().Be("warm");
    }

    [Fact]
    [Trait("Rule", "3.2.15")]
    [Trait("Rule", "4.2.4")]
    public async Task Usage_counts_the_whole_context_and_reports_the_warm_part_as_cached()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("say abcdefgh");
        var second = await socket.AskAsync("say ijkl", first.ResponseId());
        var changed = await socket.AskAsync("say x", second.ResponseId(), more: ""","reasoning":{"effort":"low"}""");

        first.At("response", "usage", "input_tokens").GetInt32().Should().Be(3);
        first.At("response", "usage", "output_tokens").GetInt32().Should().Be(2);
        second.At("response", "usage", "input_tokens").GetInt32().Should().Be(3 + 2 + 2);
        second.At("response", "usage", "input_tokens_details", "cached_tokens").GetInt32().Should().Be(5);
        second.At("response", "usage", "total_tokens").GetInt32().Should().Be(8);
        changed.At("response", "usage", "input_tokens_details", "cached_tokens").GetInt32().Should().Be(0, "another effort renders another prefix");
    }
}
