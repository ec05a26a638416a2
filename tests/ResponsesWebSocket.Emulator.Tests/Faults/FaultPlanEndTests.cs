namespace ResponsesWebSocket.Emulator.Tests.Faults;

/// <summary>Planned ends of connections and black holes, seen by a socket that shows the bytes.</summary>
public sealed class FaultPlanEndTests
{
    private const string Delta = "response.output_text.delta";

    [Theory]
    [InlineData(FaultPlace.Before, false, 1)]
    [InlineData(FaultPlace.After, false, 2)]
    [InlineData(FaultPlace.Middle, false, 1)]
    [InlineData(FaultPlace.Before, true, 1)]
    [InlineData(FaultPlace.After, true, 2)]
    [InlineData(FaultPlace.Middle, true, 1)]
    [Trait("Rule", "7.3.2")]
    public async Task A_connection_is_dropped_around_or_inside_a_frame(FaultPlace place, bool reset, int deltas)
    {
        using var limit = TestTimeout.Start();
        var when = new FaultTrigger { EventType = Delta, Occurrence = 2 };
        await using var emulator = await StartAsync(when, new FaultEffect.Drop(reset, place));
        using var peer = await RawPeer.ConnectAsync(emulator, limit.Token);

        await peer.SayAsync("stream 3");
        var frames = await peer.ReadToEndAsync();

        peer.End.Should().Be(reset ? "rst" : "fin");
        if (!reset)
        {
            // A reset may take along what was not read yet.
            frames.Count(static frame => frame.EventType == Delta).Should().Be(deltas);
            (peer.Unread > 0).Should().Be(place == FaultPlace.Middle, "only then a part of a frame is left over");
        }

        await emulator.Journal.WaitUntilAsync(static journal => journal.Connections[0].Closed is not null, limit.Token);
        emulator.Journal.Connections[0].CloseStatus.Should().BeNull();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(700, false)]
    [InlineData(1234, false)]
    [InlineData(1234, true)]
    [Trait("Rule", "7.3.2")]
    public async Task A_connection_is_dropped_at_a_byte(int at, bool reset)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { Byte = at }, new FaultEffect.Drop(reset));
        using var peer = await RawPeer.ConnectAsync(emulator, limit.Token);

        await peer.SayAsync("stream 30");
        await peer.ReadToEndAsync();

        peer.End.Should().Be(reset ? "rst" : "fin");
        if (reset)
        {
            peer.BytesRead.Should().BeLessThanOrEqualTo(at);
        }
        else
        {
            peer.BytesRead.Should().Be(at);
        }
    }

    [Theory]
    [InlineData(false, "fin")]
    [InlineData(true, "rst")]
    public async Task A_connection_is_dropped_at_a_time(bool reset, string end)
    {
        using var limit = TestTimeout.Start();
        var time = new WatchedTime();
        await using var emulator = await StartAsync(new() { Connection = 2, After = TimeSpan.FromMinutes(2) }, new FaultEffect.Drop(reset), time);
        using var spared = await RawPeer.ConnectAsync(emulator, limit.Token);
        using var peer = await RawPeer.ConnectAsync(emulator, limit.Token);
        await peer.SayAsync("say x");
        await peer.ReadUntilAsync("response.completed");

        time.Advance(TimeSpan.FromSeconds(119));
        await peer.SayAsync("say x");
        await peer.ReadUntilAsync("response.completed");
        time.Advance(TimeSpan.FromSeconds(1));

        // Two minutes are also time for a ping.
        (await peer.ReadToEndAsync()).Should().NotContain(static frame => frame.Opcode != 0x09);
        peer.End.Should().Be(end);
        await spared.SayAsync("say x");
        (await spared.ReadUntilAsync("response.completed")).Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_create_is_lost_with_its_connection_but_stays_in_the_journal()
    {
        using var limit = TestTimeout.Start();
        var when = new FaultTrigger { Direction = FaultDirection.FromClient, Frame = 2 };
        await using var emulator = await StartAsync(when, new FaultEffect.Drop());
        using var peer = await RawPeer.ConnectAsync(emulator, limit.Token);

        await peer.SayAsync("say one");
        await peer.ReadUntilAsync("response.completed");
        await peer.SayAsync("say two");
        var rest = await peer.ReadToEndAsync();

        rest.Should().BeEmpty();
        peer.End.Should().Be("fin");
        emulator.Journal.Frames[^1].Should().Match<JournalFrame>(static frame => frame.FromClient && frame.Text!.Contains("say two"));
        emulator.Journal.Responses.Should().ContainSingle();
    }

    [Fact]
    [Trait("Rule", "7.2.4")]
    public async Task In_a_black_hole_to_the_client_pings_are_still_answered()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { EventType = "response.output_item.added" }, new FaultEffect.BlackHole());
        using var peer = await RawPeer.ConnectAsync(emulator, limit.Token);

        await peer.SayAsync("say x");
        await emulator.Journal.WaitUntilAsync(static journal => journal.Responses.Any(static r => r.Status == "completed"), limit.Token);
        await peer.SendAsync(RawPeer.Ping, "hey");
        var frames = new List<RawPeer.RawFrame>();
        do
        {
            frames.Add((await peer.ReadAsync())!);
        }
        while (frames[^1].Opcode != RawPeer.Pong);

        frames.SkipLast(1).Select(static frame => frame.EventType).Should().Equal("response.created", "response.in_progress");
        emulator.Journal.Connections[0].Closed.Should().BeNull();
    }

    [Fact]
    public async Task In_a_silent_black_hole_to_the_client_nothing_is_answered_while_the_server_goes_on_reading()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { EventType = "response.in_progress" }, new FaultEffect.BlackHole(Silent: true));
        using var peer = await RawPeer.ConnectAsync(emulator, limit.Token);

        await peer.SayAsync("say x");
        await emulator.Journal.WaitUntilAsync(static journal => journal.Responses.Any(static r => r.Status == "completed"), limit.Token);
        await peer.SendAsync(RawPeer.Ping, "hey");
        await peer.SayAsync("say y");
        await emulator.Journal.WaitUntilAsync(static journal => journal.Responses.Count(static r => r.Status == "completed") == 2, limit.Token);
        emulator.DropConnections();
        var frames = await peer.ReadToEndAsync();

        frames.Should().ContainSingle().Which.EventType.Should().Be("response.created");
    }

    [Fact]
    public async Task In_a_black_hole_from_the_client_creates_are_lost_and_pings_answered()
    {
        using var limit = TestTimeout.Start();
        var when = new FaultTrigger { Direction = FaultDirection.FromClient, Frame = 2 };
        await using var emulator = await StartAsync(when, new FaultEffect.BlackHole(FaultDirection.FromClient));
        using var peer = await RawPeer.ConnectAsync(emulator, limit.Token);

        await peer.SayAsync("say one");
        await peer.ReadUntilAsync("response.completed");
        await peer.SayAsync("say two");
        await peer.SayAsync("say three");
        await peer.SendAsync(RawPeer.Ping, "hey");
        var next = await peer.ReadAsync();

        next!.Opcode.Should().Be(RawPeer.Pong);
        emulator.Journal.Frames.Count(static frame => frame.FromClient).Should().Be(1);
    }

    [Fact]
    public async Task In_a_silent_black_hole_from_the_client_pings_are_lost_too_while_the_server_goes_on_sending()
    {
        using var limit = TestTimeout.Start();
        var when = new FaultTrigger { EventType = "response.created" };
        await using var emulator = await StartAsync(when, new FaultEffect.BlackHole(FaultDirection.FromClient, Silent: true));
        using var peer = await RawPeer.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.completed");

        await peer.SayAsync("say one");
        await peer.ReadUntilAsync("response.output_item.done");
        await peer.SendAsync(RawPeer.Ping, "hey");
        await peer.SayAsync("say two");
        held.Release();
        var last = await peer.ReadUntilAsync("response.completed");
        emulator.DropConnections();
        var rest = await peer.ReadToEndAsync();

        last.Concat(rest).Should().NotContain(static frame => frame.Opcode == RawPeer.Pong);
        rest.Should().BeEmpty();
        emulator.Journal.Frames.Count(static frame => frame.FromClient).Should().Be(1);
    }

    [Theory]
    [InlineData(1000, "bye")]
    [InlineData(1001, null)]
    [InlineData(1002, "x")]
    [InlineData(1003, "x")]
    [InlineData(1004, "x")]
    [InlineData(1005, null)]
    [InlineData(1007, "x")]
    [InlineData(1008, "policy")]
    [InlineData(1009, "x")]
    [InlineData(1010, "x")]
    [InlineData(1011, "keepalive ping timeout")]
    [InlineData(1012, "x")]
    [InlineData(1013, "x")]
    [InlineData(1014, "x")]
    [InlineData(4000, "x")]
    [Trait("Rule", "7.3.1")]
    public async Task The_server_closes_with_any_code_and_reason(int status, string? reason)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { EventType = "response.in_progress" }, new FaultEffect.Close(status, reason));
        using var peer = await RawPeer.ConnectAsync(emulator, limit.Token);

        await peer.SayAsync("say x");
        var frames = new List<RawPeer.RawFrame>();
        do
        {
            frames.Add((await peer.ReadAsync())!);
        }
        while (frames[^1].Opcode != RawPeer.Close);

        frames.SkipLast(1).Select(static frame => frame.EventType).Should().Equal("response.created", "response.in_progress");
        frames[^1].CloseStatus.Should().Be(status == 1005 ? null : status);
        (frames[^1].Payload.Length > 2 ? System.Text.Encoding.UTF8.GetString(frames[^1].Payload[2..]) : null).Should().Be(reason);
    }

    private static Task<ResponsesEmulator> StartAsync(FaultTrigger when, FaultEffect effect, TimeProvider? time = null) =>
        ResponsesEmulator.StartAsync(new()
        {
            FaultPlan = new([new PlannedFault(when, effect)]),
            TimeProvider = time ?? TimeProvider.System,
        });
}
