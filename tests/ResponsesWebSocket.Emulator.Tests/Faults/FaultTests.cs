namespace ResponsesWebSocket.Emulator.Tests.Faults;

public sealed class FaultTests
{
    [Fact]
    public async Task Drop_before_a_turn_loses_the_connection_without_an_event_but_keeps_the_create_in_the_journal()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        emulator.Faults.DropBeforeTurn(2);

        await socket.AskAsync("say one");
        await socket.SayAsync("say two");
        var events = await socket.ReceiveUntilLostAsync();

        events.Should().BeEmpty();
        emulator.Journal.Frames[^1].Should().Match<JournalFrame>(static f => f.FromClient && f.Turn == 2 && f.Text!.Contains("say two"));
        emulator.Journal.Responses.Should().ContainSingle();
    }

    [Fact]
    public async Task Turns_are_counted_over_all_connections()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        emulator.Faults.DropBeforeTurn(2);
        using var one = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var two = await BareSocket.ConnectAsync(emulator, limit.Token);

        await one.AskAsync("say one");
        await two.SayAsync("say two");

        (await two.ReceiveUntilLostAsync()).Should().BeEmpty();
        (await one.AskAsync("say three")).OutputText().Should().Be("three", "the other connection is not touched");
    }

    [Fact]
    public async Task Drop_after_an_event_delivers_everything_up_to_it()
    {
        // Repeated, because an end that overtook the last event would not do so every time.
        for (var round = 0; round < 40; round++)
        {
            using var limit = TestTimeout.Start();
            await using var emulator = await ResponsesEmulator.StartAsync();
            using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
            emulator.Faults.DropAfterEvent(1, "response.output_text.delta", occurrence: 2);

            await socket.SayAsync("stream 3");
            var events = await socket.ReceiveUntilLostAsync();

            events.Types().Count(static type => type == "response.output_text.delta").Should().Be(2);
            events[^1].Type().Should().Be("response.output_text.delta");
        }
    }

    [Fact]
    public async Task Drop_before_an_event_delivers_everything_in_front_of_it()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        emulator.Faults.DropBeforeEvent(1, "response.completed");

        await socket.SayAsync("say x");
        var events = await socket.ReceiveUntilLostAsync();

        events[^1].Type().Should().Be("response.output_item.done");
        await emulator.Journal.WaitUntilAsync(static journal => journal.Responses[0].Status == "cancelled", limit.Token);
    }

    [Fact]
    public async Task Drop_after_a_turn_delivers_its_terminal_event()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        emulator.Faults.DropAfterTurn(1);

        await socket.SayAsync("say x");
        var events = await socket.ReceiveUntilLostAsync();

        events[^1].Type().Should().Be("response.completed");
        emulator.Journal.Responses[0].Status.Should().Be("completed");
    }

    [Fact]
    public async Task Drop_after_a_turn_also_strikes_after_an_error()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        emulator.Faults.DropAfterTurn(1);

        await socket.SayAsync("fail server_error");
        var events = await socket.ReceiveUntilLostAsync();

        events.Should().ContainSingle().Which.ErrorCode().Should().Be("server_error");
    }

    [Fact]
    public async Task A_held_turn_waits_until_it_is_released()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var held = emulator.Faults.HoldBeforeEvent(1, "response.completed");

        await socket.SayAsync("say x");
        await held.Reached.WaitAsync(limit.Token);
        var sentWhileHeld = emulator.Journal.Frames.Any(static frame => frame.Type == "response.completed");
        held.Release();
        var events = await socket.ReceiveTurnAsync();

        sentWhileHeld.Should().BeFalse();
        events[^1].Type().Should().Be("response.completed");
    }

    [Fact]
    [Trait("Rule", "7.5.2")]
    public async Task A_held_turn_ends_with_its_connection()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var held = emulator.Faults.HoldBeforeEvent(1, "response.completed");

        await socket.SayAsync("say x");
        await held.Reached.WaitAsync(limit.Token);
        await socket.ReceiveUntilAsync("response.output_item.done");
        await socket.CloseAsync();
        await emulator.Journal.WaitUntilAsync(static journal => journal.Connections[0].Closed is not null, limit.Token);

        emulator.Journal.Responses[0].Status.Should().Be("cancelled");
    }

    [Fact]
    public async Task A_failed_turn_is_an_error_frame_and_evicts_its_parent()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        emulator.Faults.FailTurn(2, 429, "rate_limit_exceeded", "slow down");

        var first = await socket.AskAsync("say one", lane: "a");
        var failed = await socket.AskAsync("say two", first.ResponseId(), "a");
        var retry = await socket.AskAsync("say two", first.ResponseId(), "a");

        failed.At("status").GetInt32().Should().Be(429);
        failed.Text("stream_id").Should().Be("a");
        failed.Text("error", "type").Should().Be("rate_limit_error");
        failed.Text("error", "message").Should().Be("slow down");
        failed.Text("error", "headers", "retry-after").Should().Be("1");
        retry.ErrorCode().Should().Be("previous_response_not_found");
    }

    [Theory]
    [InlineData(TerminalOutput.Empty, "[]")]
    [InlineData(TerminalOutput.Null, "null")]
    [InlineData(TerminalOutput.Missing, "missing")]
    [Trait("Rule", "3.3.3")]
    [Trait("Rule", "M12")]
    public async Task The_terminal_output_is_replaced_and_the_response_remembered_whole(TerminalOutput output, string expected)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        emulator.Faults.ReplaceTerminalOutput(1, output);

        await socket.SayAsync("say x");
        var events = await socket.ReceiveTurnAsync();
        var next = await socket.AskAsync("say y", events[^1].ResponseId());

        var response = events[^1].At("response");
        (response.Has("output") ? response.At("output").GetRawText() : "missing").Should().Be(expected);
        events.Types().Should().Contain("response.output_item.done");
        emulator.Journal.ContextOf(next.ResponseId()).Should().HaveCount(3);
        next.At("response", "output").GetArrayLength().Should().Be(1, "the fault strikes one turn only");
    }

    [Fact]
    [Trait("Rule", "3.3.4")]
    public async Task Item_done_events_are_left_out_for_one_turn_and_numbers_stay_contiguous()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        emulator.Faults.OmitItemDone(1);

        await socket.SayAsync("call a\ncall b");
        var without = await socket.ReceiveTurnAsync();
        await socket.SayAsync("say x");
        var with = await socket.ReceiveTurnAsync();

        without.Types().Should().NotContain("response.output_item.done");
        without[^1].At("response", "output").GetArrayLength().Should().Be(2);
        without.Select(static e => e.At("sequence_number").GetInt32()).Should().Equal(Enumerable.Range(0, without.Count));
        with.Types().Should().Contain("response.output_item.done");
    }

    [Fact]
    public async Task A_hook_sees_every_point_and_decides_first()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var points = new System.Collections.Concurrent.ConcurrentQueue<FaultPoint>();
        emulator.Faults.OnFault = point =>
        {
            points.Enqueue(point);
            return point is { Stage: FaultStage.BeforeEvent, EventType: "response.in_progress" } ? FaultAction.Skip : FaultAction.None;
        };

        await socket.SayAsync("say x", lane: "a");
        var events = await socket.ReceiveTurnAsync();

        events.Types().Should().NotContain("response.in_progress");
        points.Select(static point => point.Stage).Take(4).Should().Equal(
            FaultStage.CreateArrived, FaultStage.TurnStarting, FaultStage.BeforeEvent, FaultStage.AfterEvent);
        points.Should().OnlyContain(static point => point.Turn == 1 && point.StreamId == "a" && point.ConnectionId == 1);
    }

    [Fact]
    public async Task A_hook_that_throws_closes_the_connection_with_1011()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        emulator.Faults.OnFault = static _ => throw new InvalidOperationException("broken hook");

        await socket.SayAsync("say x");
        var end = await socket.ReceiveTextAsync();

        end.Should().BeNull();
        ((int?)socket.CloseStatus).Should().Be(1011);
    }
}
