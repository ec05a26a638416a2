using System.Buffers.Binary;
using System.Text;

namespace ResponsesWebSocket.Emulator.Tests.Connections;

public sealed class KeepAliveTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly WatchedTime _time = new();

    [Fact]
    [Trait("Rule", "7.2.1")]
    [Trait("Rule", "7.2.2")]
    [Trait("Rule", "M11")]
    [Trait("Rule", "Q6")]
    public async Task A_silent_client_is_pinged_every_30_seconds_and_closed_with_1011_after_90()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { TimeProvider = _time });
        using var peer = await ConnectAsync(emulator, limit.Token);

        _time.Awaited.Min().Should().Be(Interval, "nothing is sent before");
        _time.Advance(Interval);
        var first = await peer.ReadAsync();
        _time.Advance(Interval);
        var second = await peer.ReadAsync();
        _time.Advance(Interval - TimeSpan.FromSeconds(1));
        emulator.OpenConnections.Should().Be(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        emulator.OpenConnections.Should().Be(0);
        var rest = await peer.ReadToEndAsync();

        first!.Opcode.Should().Be(RawPeer.Ping);
        second!.Opcode.Should().Be(RawPeer.Ping);
        second.Payload.Should().NotEqual(first.Payload, "each ping can be told from the others");
        var close = rest.Should().ContainSingle().Subject;
        (close.Opcode, close.CloseStatus).Should().Be((RawPeer.Close, 1011));
        Encoding.UTF8.GetString(close.Payload.AsSpan(2)).Should().Be("keepalive ping timeout");
        peer.End.Should().Be("fin");
        emulator.Journal.Connections[0].CloseStatus.Should().Be(1011);
        emulator.Journal.Connections[0].Closed.Should().Be(_time.GetUtcNow());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    [Trait("Rule", "7.2.3")]
    [Trait("Rule", "7.2.4")]
    public async Task A_client_that_answers_stays_however_its_bytes_arrive(int bytesPerWrite)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { TimeProvider = _time });
        using var peer = await ConnectAsync(emulator, limit.Token);

        for (var minute = 0; minute < 10; minute++)
        {
            var ping = await PingedAsync(peer);
            await SendAsync(peer, Frame(RawPeer.Pong, ping), bytesPerWrite);
            await SettleAsync(peer);
        }

        emulator.OpenConnections.Should().Be(1);
        await peer.SayAsync("say hi");
        (await peer.ReadUntilAsync("response.completed"))[0].EventType.Should().Be("response.created");
    }

    [Fact]
    [Trait("Rule", "7.2.3")]
    public async Task A_pong_counts_between_the_fragments_of_a_message_of_any_length()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { TimeProvider = _time });
        using var peer = await ConnectAsync(emulator, limit.Token);
        var create = Encoding.UTF8.GetBytes(
            $$"""{"type":"response.create","model":"gpt-6-astra","store":false,"input":"say hi"{{new string(' ', 70_000)}}}""");

        await peer.SendBytesAsync(Frame(RawPeer.Text, create.AsSpan(0, 66_000), final: false));
        await peer.SendBytesAsync(Frame(RawPeer.Pong, await PingedAsync(peer)));
        await peer.SendBytesAsync(Frame(RawPeer.Continuation, create.AsSpan(66_000, 200), final: false));
        await peer.SendBytesAsync(Frame(RawPeer.Continuation, create.AsSpan(66_200)));
        await peer.ReadUntilAsync("response.completed");
        await PingedAsync(peer);
        await PingedAsync(peer);

        // 90 seconds after the connection, but 60 after the pong.
        emulator.OpenConnections.Should().Be(1);
        _time.Advance(Interval);
        (await peer.ReadAsync())!.CloseStatus.Should().Be(1011);
    }

    [Fact]
    [Trait("Rule", "7.2.3")]
    public async Task Pongs_that_answer_no_ping_do_not_count()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { TimeProvider = _time });
        using var peer = await ConnectAsync(emulator, limit.Token);

        foreach (var payload in new byte[][] { [], [0, 0, 0, 0], [255, 255, 255, 255], [1] })
        {
            await peer.SendBytesAsync(Frame(RawPeer.Pong, payload));
        }

        await PingedAsync(peer);
        await peer.SendBytesAsync(Frame(RawPeer.Pong, []));
        await SettleAsync(peer);
        _time.Advance(Interval);
        _time.Advance(Interval);

        (await peer.ReadToEndAsync())[^1].CloseStatus.Should().Be(1011);
    }

    [Fact]
    [Trait("Rule", "7.1.5")]
    public async Task Pings_come_while_a_turn_is_silent_and_do_not_disturb_it()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { TimeProvider = _time });
        using var peer = await RawPeer.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.completed");

        await peer.SayAsync("say hi");
        await peer.ReadUntilAsync("response.output_item.done");
        await held.Reached.WaitAsync(limit.Token);
        await peer.SendBytesAsync(Frame(RawPeer.Pong, await PingedAsync(peer)));
        held.Release();

        (await peer.ReadAsync())!.EventType.Should().Be("response.completed");
    }

    [Fact]
    public async Task Pongs_that_a_black_hole_swallows_are_missing()
    {
        using var limit = TestTimeout.Start();
        // It opens before the frame goes out that the client waits for: what the client sends from then on is swallowed.
        var hole = new PlannedFault(
            new() { EventType = "response.completed" }, new FaultEffect.BlackHole(FaultDirection.FromClient, Silent: true));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { TimeProvider = _time, FaultPlan = new([hole]) });
        using var peer = await ConnectAsync(emulator, limit.Token);

        await peer.SendBytesAsync(Frame(RawPeer.Pong, await PingedAsync(peer)));
        await peer.SendBytesAsync(Frame(RawPeer.Pong, await PingedAsync(peer)));
        _time.Advance(Interval);

        (await peer.ReadToEndAsync())[^1].CloseStatus.Should().Be(1011);
    }

    [Theory]
    [InlineData(0, 90)]
    [InlineData(-1, 90)]
    [InlineData(30, 0)]
    [Trait("Rule", "Q6")]
    public async Task Pings_and_the_end_of_patience_can_be_switched_off(int interval, int patience)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new()
        {
            TimeProvider = _time,
            PingInterval = interval < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(interval),
            PongTimeout = TimeSpan.FromSeconds(patience),
        });
        using var peer = await ConnectAsync(emulator, limit.Token);

        if (interval <= 0)
        {
            // Nothing is sent by a clock that nobody waits for.
            _time.Awaited.Should().OnlyContain(static due => due > 10 * Interval);
        }

        for (var i = 0; i < 10; i++)
        {
            if (interval > 0)
            {
                await PingedAsync(peer);
            }
            else
            {
                _time.Advance(Interval);
            }
        }

        emulator.OpenConnections.Should().Be(1);
        await peer.SayAsync("say hi");
        (await peer.ReadUntilAsync("response.completed")).Select(static frame => frame.Opcode).Should().NotContain(RawPeer.Ping);
    }

    [Fact]
    public async Task A_client_has_time_to_answer_also_when_pings_are_rarer_than_the_patience_is_long()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new()
        {
            TimeProvider = _time, PingInterval = TimeSpan.FromMinutes(10), PongTimeout = TimeSpan.FromSeconds(90),
        });
        using var peer = await ConnectAsync(emulator, limit.Token);

        _time.Advance(TimeSpan.FromMinutes(10));
        (await peer.ReadAsync())!.Opcode.Should().Be(RawPeer.Ping);
        _time.Advance(TimeSpan.FromSeconds(89));
        emulator.OpenConnections.Should().Be(1);
        _time.Advance(TimeSpan.FromSeconds(1));

        (await peer.ReadAsync())!.CloseStatus.Should().Be(1011);
    }

    // A turn that has been answered shows that the connection is being served, timers included.
    private static async Task<RawPeer> ConnectAsync(ResponsesEmulator emulator, CancellationToken limit)
    {
        var peer = await RawPeer.ConnectAsync(emulator, limit);
        await peer.SayAsync("say hi");
        await peer.ReadUntilAsync("response.completed");
        return peer;
    }

    private async Task<byte[]> PingedAsync(RawPeer peer)
    {
        _time.Advance(Interval);
        var ping = await peer.ReadAsync();
        ping!.Opcode.Should().Be(RawPeer.Ping);
        return ping.Payload;
    }

    // Bytes are taken in order: what was sent before a ping of the client has been looked at when that is answered.
    private static async Task SettleAsync(RawPeer peer)
    {
        await peer.SendBytesAsync(Frame(RawPeer.Ping, "settled"u8));
        var answer = await peer.ReadAsync();
        (answer!.Opcode, answer.PayloadText).Should().Be((RawPeer.Pong, "settled"));
    }

    private static async Task SendAsync(RawPeer peer, byte[] frame, int bytesPerWrite)
    {
        foreach (var chunk in frame.Chunk(bytesPerWrite))
        {
            await peer.SendBytesAsync(chunk);
        }
    }

    private static byte[] Frame(byte opcode, ReadOnlySpan<byte> payload, bool final = true)
    {
        ReadOnlySpan<byte> mask = [0x37, 0xFA, 0x21, 0x3D];
        var head = new byte[10];
        head[0] = (byte)((final ? 0x80 : 0) | opcode);
        var length = payload.Length switch { < 126 => 2, <= ushort.MaxValue => 4, _ => 10 };
        head[1] = (byte)(0x80 | length switch { 2 => payload.Length, 4 => 126, _ => 127 });
        if (length == 4)
        {
            BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)payload.Length);
        }
        else if (length == 10)
        {
            BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(2), (ulong)payload.Length);
        }

        var masked = payload.ToArray();
        for (var i = 0; i < masked.Length; i++)
        {
            masked[i] ^= mask[i % 4];
        }

        return [.. head.AsSpan(0, length), .. mask, .. masked];
    }
}
