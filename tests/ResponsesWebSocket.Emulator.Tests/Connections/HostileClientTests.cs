using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Connections;

/// <summary>Whatever one client does, the others are served: meanwhile and afterwards.</summary>
public sealed class HostileClientTests
{
    private const string UpgradeHead = "GET /v1/responses HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";

    // Far more than the operating system takes for a peer: what is streamed comes again, whole, in each of the events that end it.
    private static ModelAnswer Megabytes => ModelAnswer.Deltas([.. Enumerable.Repeat(new string('x', 64 * 1024), 100)]);

    [Theory]
    [InlineData("{\"type\":\"response.create\",", "invalid_json")]
    [InlineData("\u0000", "invalid_json")]
    [InlineData("deep", "invalid_json")]
    public async Task Thousands_of_frames_that_are_no_json_are_refused_one_by_one(string frame, string code)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var hostile = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var other = await BareSocket.ConnectAsync(emulator, limit.Token);
        var text = frame == "deep" ? "{\"a\":" + new string('[', 2000) : frame;

        var sending = SendAsync(hostile, 3000, _ => text);
        for (var i = 0; i < 3000; i++)
        {
            (await hostile.ReceiveAsync()).ErrorCode().Should().Be(code);
            if (i % 300 == 0)
            {
                (await other.AskAsync("say meanwhile")).OutputText().Should().Be("meanwhile");
            }
        }

        await sending;
        (await hostile.AskAsync("say still here")).OutputText().Should().Be("still here");
    }

    [Fact]
    public async Task A_frame_far_beyond_the_limit_closes_its_connection_alone_and_is_not_kept()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var hostile = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var other = await BareSocket.ConnectAsync(emulator, limit.Token);

        await hostile.SendAsync(new('x', 20 * 1024 * 1024));
        var afterwards = await hostile.ReceiveTextAsync();

        afterwards.Should().BeNull();
        hostile.CloseStatus.Should().Be(WebSocketCloseStatus.MessageTooBig);
        var frame = emulator.Journal.Frames.Single(static frame => frame.FromClient);
        frame.Text.Should().BeNull();
        frame.Bytes.Should().BeInRange(16 * 1024 * 1024, 20 * 1024 * 1024);
        (await other.AskAsync("say afterwards")).OutputText().Should().Be("afterwards");
    }

    [Fact]
    public async Task Ten_thousand_creates_wait_without_an_error_and_vanish_with_their_connection()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var hostile = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var other = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.created");

        await SendAsync(hostile, 10_000, static _ => """{"type":"response.create","model":"gpt-6-astra","input":"say x"}""");
        await hostile.SendAsync("this is refused at once, so all before it have arrived");
        var refusal = await hostile.ReceiveAsync();
        var meanwhile = await other.AskAsync("say meanwhile");
        hostile.Dispose();
        await emulator.Journal.WaitUntilAsync(static journal => journal.Connections[0].Closed is not null, limit.Token);

        meanwhile.OutputText().Should().Be("meanwhile");
        refusal.ErrorCode().Should().Be("invalid_json");
        emulator.Journal.Frames.Count(static frame => frame.ConnectionId == 1 && frame.FromClient).Should().Be(10_001);
        emulator.Journal.Frames.Count(static frame => frame.ConnectionId == 1 && !frame.FromClient).Should().Be(1);
        (await other.AskAsync("say afterwards")).OutputText().Should().Be("afterwards");
    }

    [Fact]
    public async Task No_more_creates_wait_than_have_room_and_all_are_answered_in_order()
    {
        using var limit = TestTimeout.Start();
        // Each is counted with 1,024 bytes and its own, so that the fifth one that waits is too much.
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Limits = new() { QueuedBytes = 4 * 1200 } });
        using var hostile = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.created");

        var sending = SendAsync(hostile, 200, static number => Say($"say {number}"));
        await emulator.Journal.WaitUntilAsync(static journal => journal.Frames.Count >= 6, limit.Token);
        held.Release();
        var answers = new List<string>();
        for (var i = 0; i < 200; i++)
        {
            answers.Add((await hostile.ReceiveTurnAsync())[^1].OutputText());
        }

        await sending;
        answers.Should().Equal(Enumerable.Range(0, 200).Select(static number => $"{number}"));
        var waiting = 0;
        foreach (var frame in emulator.Journal.Frames)
        {
            waiting += frame.FromClient ? 1 : frame.Type == "response.created" ? -1 : 0;
            waiting.Should().BeLessThanOrEqualTo(7, "five wait, one is about to begin, and one has ended and not said so yet");
        }
    }

    [Fact]
    public async Task Connections_that_are_opened_and_dropped_leave_nothing_behind()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var other = await BareSocket.ConnectAsync(emulator, limit.Token);

        var peers = new List<RawPeer>();
        for (var i = 0; i < 200; i++)
        {
            peers.Add(await RawPeer.ConnectAsync(emulator, limit.Token));
        }

        var atOnce = emulator.OpenConnections;
        var meanwhile = await other.AskAsync("say meanwhile");
        peers.ForEach(static peer => peer.Dispose());
        await emulator.Journal.WaitUntilAsync(static journal => journal.Connections.Skip(1).All(static c => c.Closed is not null), limit.Token);

        atOnce.Should().Be(201);
        meanwhile.OutputText().Should().Be("meanwhile");
        emulator.OpenConnections.Should().Be(1);
        (await other.AskAsync("say afterwards")).OutputText().Should().Be("afterwards");
    }

    [Fact]
    public async Task A_turn_waits_for_a_client_that_does_not_read_and_for_nobody_else()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedModel().Then(Megabytes).Then(Megabytes) });
        using var deaf = await AskAndNeverReadAsync(emulator, limit.Token);
        using var other = await BareSocket.ConnectAsync(emulator, limit.Token);

        await emulator.Journal.WaitUntilAsync(static journal => journal.Responses.Count == 1, limit.Token);
        await other.SayAsync("go");
        while (await other.ReceiveTextAsync() is { } text && !text.StartsWith("{\"type\":\"response.completed\"", StringComparison.Ordinal))
        {
        }

        emulator.Journal.Responses.Select(static response => response.Status).Should().Equal("in_progress", "completed");
        var sent = emulator.Journal.Frames.Where(static frame => !frame.FromClient).ToLookup(static frame => frame.ConnectionId, static frame => (long)frame.Bytes);
        sent[1].Sum().Should().BeLessThan(sent[2].Sum() - 1_000_000);
        deaf.Dispose();
        await emulator.Journal.WaitUntilAsync(static journal => journal.Connections[0].Closed is not null, limit.Token);
        // Cut, or sent into the void: the web server takes what is written to a connection that has just been reset.
        emulator.Journal.Responses[0].Status.Should().BeOneOf("cancelled", "completed");
    }

    [Fact]
    public async Task A_client_that_neither_reads_nor_answers_the_close_is_reset_after_the_wait()
    {
        using var limit = TestTimeout.Start();
        var time = new WatchedTime();
        await using var emulator = await ResponsesEmulator.StartAsync(new()
        {
            TimeProvider = time,
            PingInterval = TimeSpan.Zero,
            Model = new ScriptedModel().Then(Megabytes),
        });
        using var deaf = await RawPeer.ConnectAsync(emulator, limit.Token);
        await deaf.SayAsync("go");
        await emulator.Journal.WaitUntilAsync(static journal => journal.Responses.Count == 1, limit.Token);

        var closing = emulator.CloseConnectionsAsync(1001, null, limit.Token);
        await time.AdvanceWhenAwaitedAsync(TimeSpan.FromSeconds(30), limit.Token);
        await closing;
        await emulator.Journal.WaitUntilAsync(static journal => journal.Connections[0].Closed is not null, limit.Token);

        await deaf.ReadToEndAsync();
        deaf.End.Should().Be("rst");
    }

    [Fact]
    public async Task Upgrades_that_never_finish_are_in_nobodys_way()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        var sockets = new List<Socket>();
        for (var i = 0; i < 200; i++)
        {
            sockets.Add(new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            await sockets[i].ConnectAsync(IPAddress.Loopback, emulator.Endpoint.Port, limit.Token);
            await sockets[i].SendAsync(Encoding.ASCII.GetBytes(UpgradeHead), limit.Token);
        }

        using var other = await BareSocket.ConnectAsync(emulator, limit.Token);
        var meanwhile = await other.AskAsync("say meanwhile");
        sockets.ForEach(static socket => socket.Dispose());

        meanwhile.OutputText().Should().Be("meanwhile");
        emulator.Journal.Connections.Should().ContainSingle();
    }

    [Theory]
    [InlineData("responses")]
    [InlineData("chat/completions")]
    public async Task A_body_beyond_the_limit_is_answered_413(string path)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Limits = new() { BodyBytes = 10_000 } });
        using var http = new BareHttp(emulator, limit.Token);
        var fits = $$"""{"model":"gpt-6-astra","input":"{{new string('x', 9000)}}","messages":[{"role":"user","content":"x"}]}""";

        var tooLarge = await http.PostAsync(path, fits + new string(' ', 2000));
        var afterwards = await http.SayAsync("say afterwards");

        tooLarge.Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        tooLarge.Json.Text("error", "type").Should().Be("invalid_request_error");
        tooLarge.Json.Text("error", "message").Should().Contain("10000 bytes");
        afterwards.Status.Should().Be(HttpStatusCode.OK);
        (await http.PostAsync("responses", $$"""{"model":"gpt-6-astra","input":"{{new string('x', 9000)}}"}""")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_thousands_of_lane_names_32_are_served()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var hostile = await BareSocket.ConnectAsync(emulator, limit.Token);

        var sending = SendAsync(hostile, 2000, static number => $$"""{"type":"response.create","model":"gpt-6-astra","input":"say x","stream_id":"{{number}}"}""");
        var ends = new List<JsonElement>();
        while (ends.Count < 2000)
        {
            ends.Add((await hostile.ReceiveTurnAsync())[^1]);
        }

        await sending;
        ends.Count(static end => end.Type() == "response.completed").Should().Be(32);
        ends.Count(static end => end.Type() == "error" && end.ErrorCode() == "websocket_stream_limit_reached").Should().Be(1968);
    }

    [Fact]
    public async Task A_compaction_that_unpacks_to_more_than_any_context_is_an_item_that_nobody_can_read()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.CreateAsync($$""" "input":[{"type":"compaction","encrypted_content":"{{Bomb()}}"},{"role":"user","content":"recall"}] """);
        var end = (await socket.ReceiveTurnAsync())[^1];

        end.Type().Should().Be("response.completed");
        emulator.Journal.Responses.Single().Context.Should().HaveCount(2);
        end.At("response", "usage", "input_tokens").GetInt32().Should().BeLessThan(1_000_000);
    }

    // A compaction in the emulator's own form, but for its size: without the limit its 1,999,999 tokens would count.
    private static string Bomb()
    {
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(Encoding.UTF8.GetBytes("{\"tokens\":1999999,\"items\":[]" + new string(' ', 65 * 1024 * 1024) + "}"));
        }

        return Convert.ToBase64String(packed.ToArray());
    }

    // With a small buffer of its own: by default the operating system may take tens of megabytes in its place.
    private static async Task<Socket> AskAndNeverReadAsync(ResponsesEmulator emulator, CancellationToken limit)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 64 * 1024 };
        await socket.ConnectAsync(IPAddress.Loopback, emulator.Endpoint.Port, limit);
        var head = $"{UpgradeHead}Authorization: Bearer {emulator.ApiKey}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        var create = Encoding.ASCII.GetBytes(Say("go"));
        // A masked text frame whose mask is zero.
        await socket.SendAsync((byte[])[.. Encoding.ASCII.GetBytes(head), 0x81, (byte)(0x80 | create.Length), 0, 0, 0, 0, .. create], limit);
        return socket;
    }

    private static string Say(string text) => $$"""{"type":"response.create","model":"gpt-6-astra","input":"{{text}}"}""";

    private static async Task SendAsync(BareSocket socket, int count, Func<int, string> frame)
    {
        for (var i = 0; i < count; i++)
        {
            await socket.SendAsync(frame(i));
        }
    }
}
