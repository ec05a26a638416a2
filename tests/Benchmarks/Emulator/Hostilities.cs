using System.IO.Compression;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Benchmarks.Emulator;

/// <summary>All ways to be hostile.</summary>
internal static class Hostilities
{
    public static IReadOnlyList<Hostility> All { get; } =
    [
        new("bad-json", "20,000 frames that are no JSON, on one connection", BadJsonAsync),
        new("deep-json", "100 frames of 1 MiB of opening brackets", DeepJsonAsync),
        new("big-frames", "20 connections that send a frame of 20 MiB each", BigFramesAsync),
        new("queued-creates", "10,000 creates on one connection before anything is read", QueuedCreatesAsync),
        new("dropped", "1,000 connections, opened and then reset or left without a close frame", DroppedAsync),
        new("deaf", "16 turns of 100,000 deltas each for a client that never reads", DeafAsync),
        new("slow-upgrades", "500 connections that never finish the head of their request", SlowUpgradesAsync),
        new("big-bodies", "20 HTTP bodies of 256 MiB, half of them without a length", BigBodiesAsync),
        new("lane-names", "10,000 lane names on one connection", LaneNamesAsync),
        new("bomb", "a compaction item that unpacks to 1 GiB", BombAsync),
    ];

    private static Task<string> BadJsonAsync(int port, CancellationToken cancellationToken) =>
        RefusedAsync(port, Enumerable.Repeat("{\"type\":\"response.create\",", 20_000), cancellationToken);

    private static Task<string> DeepJsonAsync(int port, CancellationToken cancellationToken) => RefusedAsync(
        port, Enumerable.Range(0, 100).Select(static number => number % 2 == 0 ? new string('[', 1 << 20) : "{\"a\":" + new string('[', 1 << 20)), cancellationToken);

    private static async Task<string> LaneNamesAsync(int port, CancellationToken cancellationToken)
    {
        using var client = await BareClient.ConnectAsync(port, cancellationToken);
        var sending = SendAllAsync(client, Enumerable.Range(0, 10_000).Select(static number => BareClient.Create("say x", null, $",\"stream_id\":\"lane-{number}\"")), cancellationToken);
        var (completed, refused) = await CountAsync(client, 10_000, cancellationToken);
        await sending;
        return FormattableString.Invariant($"{completed:N0} lanes served, {refused:N0} refused");
    }

    private static async Task<string> QueuedCreatesAsync(int port, CancellationToken cancellationToken)
    {
        using var client = await BareClient.ConnectAsync(port, cancellationToken);
        await SendAllAsync(client, Enumerable.Range(0, 10_000).Select(static _ => BareClient.Create("say x")), cancellationToken);
        var (completed, refused) = await CountAsync(client, 10_000, cancellationToken);
        return FormattableString.Invariant($"{completed:N0} answered, {refused:N0} refused");
    }

    private static async Task<string> BigFramesAsync(int port, CancellationToken cancellationToken)
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var client = await BareClient.ConnectAsync(port, cancellationToken);
            await client.SendAsync(new('x', 20 << 20), cancellationToken);
            while (await client.ReadAsync(cancellationToken) > 0)
            {
            }

            var status = client.Socket.CloseStatus;
            await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
            return status;
        }));
        return "closed with " + string.Join(", ", statuses.GroupBy(static status => status).Select(static group => $"{(int?)group.Key} ({group.Count()} times)"));
    }

    private static async Task<string> DroppedAsync(int port, CancellationToken cancellationToken)
    {
        var sockets = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => RawTcp.ConnectAsync(port, RawTcp.UpgradeRequest, cancellationToken)));
        var opened = 0;
        foreach (var socket in sockets)
        {
            opened += (await RawTcp.ReadSomeAsync(socket, cancellationToken)).StartsWith("HTTP/1.1 101", StringComparison.Ordinal) ? 1 : 0;
        }

        for (var i = 0; i < sockets.Length; i++)
        {
            if (i % 2 == 0)
            {
                RawTcp.Reset(sockets[i]);
            }
            else
            {
                sockets[i].Dispose();
            }
        }

        return FormattableString.Invariant($"{opened:N0} were open at once");
    }

    private static async Task<string> DeafAsync(int port, CancellationToken cancellationToken)
    {
        using var client = await BareClient.ConnectAsync(port, cancellationToken);
        await SendAllAsync(client, Enumerable.Range(0, 16).Select(static lane => BareClient.Create("stream 100000", null, $",\"stream_id\":\"{lane}\"")), cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, cancellationToken);
        return "not a byte was read in 10 s";
    }

    private static async Task<string> SlowUpgradesAsync(int port, CancellationToken cancellationToken)
    {
        var sockets = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => RawTcp.ConnectAsync(port, RawTcp.UpgradeRequest[..60], cancellationToken)));
        await Task.Delay(TimeSpan.FromSeconds(35), TimeProvider.System, cancellationToken);
        var ended = 0;
        foreach (var socket in sockets)
        {
            ended += socket.Poll(0, SelectMode.SelectRead) ? 1 : 0;
            socket.Dispose();
        }

        return FormattableString.Invariant($"{ended:N0} were ended by the emulator within 35 s");
    }

    private static async Task<string> BigBodiesAsync(int port, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => PostAsync(port, isChunked: number % 2 == 0, cancellationToken)));
        return "answered by " + string.Join(", ", answers.GroupBy(static answer => answer).Select(static group => $"{group.Key} ({group.Count()} times)"));
    }

    private static async Task<string> PostAsync(int port, bool isChunked, CancellationToken cancellationToken)
    {
        const int Megabytes = 256;
        var length = isChunked ? "Transfer-Encoding: chunked" : $"Content-Length: {Megabytes << 20}";
        using var socket = await RawTcp.ConnectAsync(
            port, $"POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer test-key\r\n{length}\r\n\r\n", cancellationToken);
        var chunk = Encoding.ASCII.GetBytes(isChunked ? $"100000\r\n{new string(' ', 1 << 20)}\r\n" : new string(' ', 1 << 20));
        try
        {
            for (var i = 0; i < Megabytes && socket.Available == 0; i++)
            {
                await socket.SendAsync(chunk, cancellationToken);
            }

            var answer = await RawTcp.ReadSomeAsync(socket, cancellationToken);
            return answer.Split('\r')[0];
        }
        catch (SocketException)
        {
            return "a reset";
        }
    }

    private static async Task<string> BombAsync(int port, CancellationToken cancellationToken)
    {
        var packed = new MemoryStream();
        await using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 1024; i++)
            {
                await deflate.WriteAsync(zeros, cancellationToken);
            }
        }

        using var client = await BareClient.ConnectAsync(port, cancellationToken);
        await client.SendAsync(
            $$"""{"type":"response.create","model":"gpt-6-astra","store":false,"input":[{"type":"compaction","encrypted_content":"{{Convert.ToBase64String(packed.ToArray())}}"},{"role":"user","content":"say x"}]}""",
            cancellationToken);
        return await client.ReadTurnAsync(cancellationToken) is null ? "refused" : "answered, as an item that nobody can read";
    }

    private static async Task<string> RefusedAsync(int port, IEnumerable<string> frames, CancellationToken cancellationToken)
    {
        using var client = await BareClient.ConnectAsync(port, cancellationToken);
        var all = frames.ToList();
        var sending = SendAllAsync(client, all, cancellationToken);
        var (completed, refused) = await CountAsync(client, all.Count, cancellationToken);
        await sending;
        return FormattableString.Invariant($"{refused:N0} refused, {completed:N0} answered");
    }

    private static async Task SendAllAsync(BareClient client, IEnumerable<string> frames, CancellationToken cancellationToken)
    {
        foreach (var frame in frames)
        {
            await client.SendAsync(frame, cancellationToken);
        }
    }

    private static async Task<(int Completed, int Refused)> CountAsync(BareClient client, int turns, CancellationToken cancellationToken)
    {
        var completed = 0;
        for (var turn = 0; turn < turns; turn++)
        {
            completed += await client.ReadTurnAsync(cancellationToken) is null ? 0 : 1;
        }

        return (completed, turns - completed);
    }
}
