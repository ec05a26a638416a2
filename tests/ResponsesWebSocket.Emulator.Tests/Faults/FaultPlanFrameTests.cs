using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Faults;

/// <summary>Planned faults of single frames, turns and upgrades.</summary>
public sealed class FaultPlanFrameTests
{
    private const string Delta = "response.output_text.delta";

    [Fact]
    public async Task A_message_is_split_into_fragments_of_the_size_asked_for()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { EventType = "response.created" }, new FaultEffect.Fragment(100));
        using var peer = await RawPeer.ConnectAsync(emulator, limit.Token);

        await peer.SayAsync("say x");
        var parts = new List<RawPeer.RawFrame>();
        do
        {
            parts.Add((await peer.ReadAsync())!);
        }
        while (!parts[^1].Final);

        parts.Should().HaveCountGreaterThan(2);
        parts[0].Opcode.Should().Be(RawPeer.Text);
        parts.Skip(1).Should().OnlyContain(static part => part.Opcode == RawPeer.Continuation);
        parts.SkipLast(1).Should().OnlyContain(static part => part.Payload.Length == 100);
        JsonDocument.Parse(parts.SelectMany(static part => part.Payload).ToArray()).RootElement.Type().Should().Be("response.created");
        (await peer.ReadAsync())!.EventType.Should().Be("response.in_progress");
    }

    [Theory]
    [InlineData(Corruption.BrokenJson, RawPeer.Text)]
    [InlineData(Corruption.NotAnObject, RawPeer.Text)]
    [InlineData(Corruption.BinaryFrame, RawPeer.Binary)]
    [InlineData(Corruption.UnknownOpcode, 0x3)]
    [InlineData(Corruption.InvalidUtf8, RawPeer.Text)]
    public async Task A_frame_is_corrupted_and_the_next_one_is_whole(Corruption kind, byte opcode)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { Frame = 1 }, new FaultEffect.Corrupt(kind));
        using var peer = await RawPeer.ConnectAsync(emulator, limit.Token);

        await peer.SayAsync("say x");
        var bad = (await peer.ReadAsync())!;
        var good = (await peer.ReadAsync())!;

        bad.Opcode.Should().Be(opcode);
        IsUtf8(bad.Payload).Should().Be(kind != Corruption.InvalidUtf8);
        if (kind != Corruption.InvalidUtf8)
        {
            KindOf(bad.PayloadText).Should().Be(kind switch
            {
                Corruption.BrokenJson => null,
                Corruption.NotAnObject => JsonValueKind.Array,
                _ => JsonValueKind.Object,
            });
        }

        good.EventType.Should().Be("response.in_progress");
    }

    [Fact]
    public async Task A_frame_is_doubled_with_the_same_number()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { Turn = 2, EventType = "response.created" }, new FaultEffect.Duplicate(2));
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("say one");
        var first = await socket.ReceiveTurnAsync();
        await socket.SayAsync("say two");
        var second = await socket.ReceiveTurnAsync();

        first.Types().Count(static type => type == "response.created").Should().Be(1);
        second.Take(4).Types().Should().Equal("response.created", "response.created", "response.created", "response.in_progress");
        second[2].GetRawText().Should().Be(second[0].GetRawText());
    }

    [Fact]
    public async Task A_frame_is_lost_and_leaves_a_gap_in_the_numbers()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { EventType = Delta, Occurrence = 2 }, new FaultEffect.Omit());
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("stream 3");
        var events = await socket.ReceiveTurnAsync();

        var numbers = events.Select(static e => e.At("sequence_number").GetInt32()).ToList();
        events.Types().Count(static type => type == Delta).Should().Be(2);
        numbers[^1].Should().Be(events.Count, "one number is missing");
    }

    [Fact]
    public async Task A_create_is_lost_and_the_next_one_answered()
    {
        using var limit = TestTimeout.Start();
        var when = new FaultTrigger { Direction = FaultDirection.FromClient, EventType = "response.create", Occurrence = 1 };
        await using var emulator = await StartAsync(when, new FaultEffect.Omit());
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("say lost");
        var answer = await socket.AskAsync("say kept");

        answer.OutputText().Should().Be("kept");
        emulator.Journal.Frames.Where(static frame => frame.FromClient).Should().ContainSingle();
    }

    [Theory]
    [InlineData(FaultPlace.Before, false)]
    [InlineData(FaultPlace.After, false)]
    [InlineData(FaultPlace.Before, true)]
    public async Task A_raw_message_is_sent_beside_a_frame(FaultPlace place, bool binary)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { Frame = 2 }, new FaultEffect.Inject("no { json", place, binary));
        using var peer = await RawPeer.ConnectAsync(emulator, limit.Token);

        await peer.SayAsync("say x");
        var frames = new[] { await peer.ReadAsync(), await peer.ReadAsync(), await peer.ReadAsync() };

        var at = place == FaultPlace.Before ? 1 : 2;
        frames[at]!.PayloadText.Should().Be("no { json");
        frames[at]!.Opcode.Should().Be(binary ? RawPeer.Binary : RawPeer.Text);
        frames[at == 1 ? 2 : 1]!.EventType.Should().Be("response.in_progress");
    }

    [Fact]
    public async Task A_delayed_frame_waits_for_the_clock_while_another_lane_goes_on()
    {
        using var limit = TestTimeout.Start();
        var time = new WatchedTime();
        await using var emulator = await StartAsync(
            new() { Lane = "a", EventType = "response.in_progress" }, new FaultEffect.Delay(TimeSpan.FromSeconds(5)), time);
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("say a", lane: "a");
        var started = await socket.ReceiveAsync();
        var other = await socket.AskAsync("say b", lane: "b");
        await time.AdvanceWhenAwaitedAsync(TimeSpan.FromSeconds(5), limit.Token);
        var rest = await socket.ReceiveTurnAsync();

        started.Type().Should().Be("response.created");
        other.OutputText().Should().Be("b");
        rest[0].Type().Should().Be("response.in_progress");
        rest.Should().OnlyContain(static e => e.Text("stream_id") == "a");
    }

    [Fact]
    public async Task A_held_lane_lets_frames_of_another_one_pass()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { Lane = "a", EventType = "response.in_progress" }, new FaultEffect.Hold(3));
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("say a", lane: "a");
        var started = await socket.ReceiveAsync();
        var events = new List<JsonElement>();
        while (!events.Exists(static e => e.Text("stream_id") == "a" && e.Type() == "response.completed"))
        {
            // Again and again: frames that pass before the other lane's frame waits are not counted.
            if (events.Count == 0 || events[^1].Text("stream_id") == "b" && events[^1].Type() == "response.completed")
            {
                await socket.SayAsync("say b", lane: "b");
            }

            events.Add(await socket.ReceiveAsync());
        }

        started.Type().Should().Be("response.created");
        events.Take(3).Should().OnlyContain(static e => e.Text("stream_id") == "b");
        events.Where(static e => e.Text("stream_id") == "a").Select(static e => e.At("sequence_number").GetInt32()).Should().BeInAscendingOrder();
    }

    [Fact]
    public async Task A_postponed_frame_is_passed_by_frames_of_its_own_lane()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { EventType = "response.created" }, new FaultEffect.Postpone(2));
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("say x");
        var events = await socket.ReceiveTurnAsync();

        events.Select(static e => e.At("sequence_number").GetInt32()).Take(4).Should().Equal(1, 2, 0, 3);
    }

    [Fact]
    public async Task A_stall_at_a_byte_holds_the_whole_connection_until_the_clock_moves()
    {
        using var limit = TestTimeout.Start();
        var time = new WatchedTime();
        await using var emulator = await StartAsync(new() { Byte = 300 }, new FaultEffect.Delay(TimeSpan.FromSeconds(5)), time);
        using var peer = await RawPeer.ConnectAsync(emulator, limit.Token);

        await peer.SayAsync("say x");
        var read = peer.ReadUntilAsync("response.completed");
        await emulator.Journal.WaitUntilAsync(static journal => journal.Frames.Any(static frame => !frame.FromClient), limit.Token);
        var stalled = !read.IsCompleted && emulator.Journal.Responses[0].Status == "in_progress";
        await time.AdvanceWhenAwaitedAsync(TimeSpan.FromSeconds(5), limit.Token);
        var frames = await read;

        stalled.Should().BeTrue();
        frames.Should().OnlyContain(static frame => frame.Opcode == RawPeer.Text && frame.EventType != null);
    }

    [Fact]
    public async Task A_black_hole_at_a_byte_lets_exactly_so_many_pass()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { Byte = 500 }, new FaultEffect.BlackHole());
        using var peer = await RawPeer.ConnectAsync(emulator, limit.Token);

        await peer.SayAsync("say x");
        await emulator.Journal.WaitUntilAsync(static journal => journal.Responses.Any(static r => r.Status == "completed"), limit.Token);
        emulator.DropConnections();
        await peer.ReadToEndAsync();

        peer.BytesRead.Should().Be(500);
    }

    [Fact]
    public async Task At_a_time_an_error_comes_unasked_and_closes()
    {
        using var limit = TestTimeout.Start();
        var time = new WatchedTime();
        await using var emulator = await StartAsync(
            new() { After = TimeSpan.FromMinutes(1) }, new FaultEffect.Error(EmulatedErrors.Find("websocket_connection_limit_reached")!), time);
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        await socket.AskAsync("say x");

        time.Advance(TimeSpan.FromMinutes(1));

        (await socket.ReceiveAsync()).ErrorCode().Should().Be("websocket_connection_limit_reached");
        (await socket.ReceiveTextAsync()).Should().BeNull();
        ((int?)socket.CloseStatus).Should().Be(1000);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("response.output_item.done")]
    public async Task A_turn_errs_at_its_start_or_in_place_of_an_event(string? type)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(
            new() { Turn = 2, EventType = type }, new FaultEffect.Error(EmulatedErrors.ServerError with { Shape = ErrorShape.Flat }));
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("say x");
        await socket.SayAsync("say x", first.ResponseId());
        var events = await socket.ReceiveTurnAsync();
        var retry = await socket.AskAsync("say x", first.ResponseId());

        events[^1].Text("code").Should().Be("server_error");
        events.Types().Contains("response.created").Should().Be(type is not null);
        events.Types().Should().NotContain("response.output_item.done");
        retry.ErrorCode().Should().Be("previous_response_not_found");
    }

    [Fact]
    public async Task Whole_turns_lose_their_terminal_output_or_their_item_done_events()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new()
        {
            FaultPlan = new(
            [
                new(new() { Turn = 1 }, new FaultEffect.Terminal(TerminalOutput.Empty)),
                new(new() { Turn = 2 }, new FaultEffect.Terminal(TerminalOutput.Missing)),
                new(new() { Turn = 2 }, new FaultEffect.OmitItemDone()),
            ]),
        });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var turns = new List<IReadOnlyList<JsonElement>>();

        for (var turn = 0; turn < 3; turn++)
        {
            await socket.SayAsync("call a\ncall b");
            turns.Add(await socket.ReceiveTurnAsync());
        }

        turns[0][^1].At("response", "output").GetArrayLength().Should().Be(0);
        turns[1][^1].At("response").Has("output").Should().BeFalse();
        turns[2][^1].At("response", "output").GetArrayLength().Should().Be(2);
        turns.Select(static turn => turn.Types().Count(static type => type == "response.output_item.done")).Should().Equal(2, 0, 2);
    }

    [Fact]
    public async Task Upgrades_are_refused_as_often_as_planned()
    {
        using var limit = TestTimeout.Start();
        var fault = new PlannedFault(new() { Connection = 2 }, new FaultEffect.RefuseUpgrade(429, TimeSpan.FromSeconds(3))) { Times = 2 };
        await using var emulator = await ResponsesEmulator.StartAsync(new() { FaultPlan = new([fault]) });

        using var first = await BareSocket.ConnectAsync(emulator, limit.Token);
        for (var refused = 0; refused < 2; refused++)
        {
            var connect = () => BareSocket.ConnectAsync(emulator, limit.Token);
            await connect.Should().ThrowAsync<System.Net.WebSockets.WebSocketException>();
        }

        using var second = await BareSocket.ConnectAsync(emulator, limit.Token);

        emulator.Journal.RefusedUpgrades.Select(static refusal => refusal.Status).Should().Equal(429, 429);
        (await second.AskAsync("say x")).OutputText().Should().Be("x");
    }

    [Fact]
    public async Task A_fault_strikes_so_many_times_in_a_row_or_always()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new()
        {
            FaultPlan = new(
            [
                new(new() { EventType = "response.created", Occurrence = 2 }, new FaultEffect.Omit()) { Times = 2 },
                new(new() { EventType = "response.in_progress" }, new FaultEffect.Omit()) { Times = null },
            ]),
        });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var created = new List<bool>();
        var inProgress = new List<bool>();

        for (var turn = 0; turn < 4; turn++)
        {
            await socket.SayAsync("say x");
            var types = (await socket.ReceiveTurnAsync()).Types().ToList();
            created.Add(types.Contains("response.created"));
            inProgress.Add(types.Contains("response.in_progress"));
        }

        created.Should().Equal(true, false, false, true);
        inProgress.Should().Equal(false, false, false, false);
    }

    private static bool IsUtf8(byte[] bytes)
    {
        try
        {
            new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static JsonValueKind? KindOf(string text)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement.ValueKind;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task<ResponsesEmulator> StartAsync(FaultTrigger when, FaultEffect effect, TimeProvider? time = null) =>
        ResponsesEmulator.StartAsync(new()
        {
            FaultPlan = new([new PlannedFault(when, effect)]),
            TimeProvider = time ?? TimeProvider.System,
        });
}
