using System.Text;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Recording;

/// <summary>The journal as JSON lines, written afterwards or while it grows.</summary>
public sealed class RecordTests
{
    private static readonly string[] OneSocketTurn =
    [
        "connection_opened", "frame from_client response.create", "response_started", "frame to_client response.created",
    ];

    [Fact]
    public async Task What_happened_is_written_in_order_with_all_that_is_known()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { ApiKey = "sk-very-secret-1234", TimeProvider = new WatchedTime() });
        using (var socket = await BareSocket.ConnectAsync(emulator, limit.Token))
        {
            await socket.AskAsync("say ä", lane: "a");
            await socket.CloseAsync();
        }

        await emulator.Journal.WaitUntilAsync(static journal => journal.Connections[0].Closed is not null, limit.Token);
        var text = await ExportAsync(emulator.Journal, limit.Token);
        var lines = Parse(text);

        lines.Select(Describe).Should().StartWith(OneSocketTurn).And.EndWith(["response_ended", "frame to_client response.completed", "connection_closed"]);
        var (opened, create, started) = (lines[0], lines[1], lines[2]);
        opened.At("connection").GetInt32().Should().Be(1);
        opened.Text("time").Should().StartWith("2026-11-20T12:00:00");
        opened.At("headers").Has("Host").Should().BeTrue();
        var frame = emulator.Journal.Frames[0];
        create.ShouldBeJson($$"""
            {"kind":"frame","number":1,"transport":"websocket","connection":1,"lane":"a","turn":1,"direction":"from_client",
             "time":"2026-11-20T12:00:00+00:00","bytes":{{frame.Bytes}},"type":"response.create","payload":{{JsonSerializer.Serialize(frame.Text)}}}
            """);
        started.Text("parent_source").Should().Be("none");
        started.At("context").GetRawText().Should().Contain("say ä");
        lines[^3].At("output", 0, "content", 0, "text").GetString().Should().Be("ä");
        lines[^3].Text("status").Should().Be("completed");
        lines[^3].At("usage", "total_tokens").GetInt32().Should().BePositive();
        lines[^1].At("close_status").GetInt32().Should().Be(1000);
        text.Should().NotContain("1234").And.NotContain("uthorization");
    }

    [Fact]
    public async Task The_context_of_a_continuation_holds_the_chain()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var first = await socket.AskAsync("say one");
        var second = await socket.AskAsync("say two", first.ResponseId());

        var started = Parse(await ExportAsync(emulator.Journal, limit.Token)).Last(static line => line.Text("kind") == "response_started");

        started.Text("response").Should().Be(second.ResponseId());
        started.Text("previous_response_id").Should().Be(first.ResponseId());
        started.Text("parent_source").Should().Be("same_lane");
        started.At("context").EnumerateArray().Select(static item => item.GetRawText())
            .Should().Equal(emulator.Journal.ContextOf(second.ResponseId()).Select(static item => item.GetRawText()));
    }

    [Fact]
    public async Task Http_refusals_garbage_and_binary_messages_are_recorded_too()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using (var http = new BareHttp(emulator, limit.Token))
        {
            await http.SayAsync("say x");
            await http.GetAsync("nowhere");
        }

        using (var socket = await BareSocket.ConnectAsync(emulator, limit.Token))
        {
            await socket.SendAsync("{garbage\n\"");
            await socket.ReceiveTurnAsync();
            await socket.SendBinaryAsync([1, 2, 3]);
            (await socket.ReceiveTextAsync()).Should().BeNull();
        }

        var lines = Parse(await ExportAsync(emulator.Journal, limit.Token));
        lines[0].Text("route").Should().Be("POST /v1/responses");
        lines[0].At("status").ValueKind.Should().Be(JsonValueKind.Null);
        lines.Should().Contain(static line => line.Has("route") && line.Text("direction") == "to_client" && line.At("status").GetInt32() == 200);
        lines.Should().Contain(static line => line.Text("kind") == "upgrade_refused" && line.At("status").GetInt32() == 404);
        lines.Should().Contain(static line => line.Text("kind") == "frame" && line.Text("payload") == "{garbage\n\"" && line.Text("type") == null);
        lines.Should().Contain(static line => line.Text("kind") == "frame" && line.Text("payload") == null && line.At("bytes").GetInt32() == 3);
    }

    [Fact]
    public async Task A_recording_holds_what_was_before_it_and_each_line_at_once_and_ends_when_told()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        await socket.AskAsync("say before");
        using var stream = new WholeLines();

        var recording = emulator.Journal.RecordTo(stream);
        var answer = await socket.AskAsync("say during");
        var during = stream.Text;
        recording.Dispose();
        await socket.AskAsync("say after");

        during.Should().Contain("say before").And.Contain("say during").And.Contain($"\"response_ended\",\"response\":\"{answer.ResponseId()}\"");
        stream.Text.Should().Be(during);
        (await ExportAsync(emulator.Journal, limit.Token)).Should().StartWith(during);
        recording.Failed.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task A_stream_that_fails_ends_the_recording_and_nothing_else()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var stream = new WholeLines { LinesLeft = 3 };
        using var recording = emulator.Journal.RecordTo(stream);
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        (await socket.AskAsync("say x")).OutputText().Should().Be("x");

        (await recording.Failed.WaitAsync(limit.Token)).Message.Should().Be("full");
        Parse(stream.Text).Should().HaveCount(3);
    }

    private static async Task<string> ExportAsync(Journal journal, CancellationToken limit)
    {
        using var stream = new MemoryStream();
        await journal.WriteJsonLinesAsync(stream, limit);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static List<JsonElement> Parse(string lines)
    {
        lines.Should().EndWith("}\n");
        return [.. lines[..^1].Split('\n').Select(static line => JsonDocument.Parse(line).RootElement)];
    }

    private static string Describe(JsonElement line) =>
        line.Text("kind") + (line.Text("kind") == "frame" ? $" {line.Text("direction")} {line.Text("type")}" : string.Empty);

    /// <summary>A file of which each write must be one whole line, as somebody finds it who kills the program in between.</summary>
    private sealed class WholeLines : MemoryStream
    {
        public int LinesLeft { get; set; } = int.MaxValue;

        public string Text => Encoding.UTF8.GetString(ToArray());

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (LinesLeft-- <= 0)
            {
                throw new IOException("full");
            }

            (buffer.Count((byte)'\n'), buffer[^1]).Should().Be((1, (byte)'\n'));
            base.Write(buffer);
        }
    }
}
