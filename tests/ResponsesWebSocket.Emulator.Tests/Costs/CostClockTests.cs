namespace ResponsesWebSocket.Emulator.Tests.Costs;

/// <summary>When what is charged passes, on a clock that the test moves.</summary>
public sealed class CostClockTests
{
    [Fact]
    public async Task The_handshake_passes_before_the_socket_is_open()
    {
        using var limit = TestTimeout.Start();
        var time = new WatchedTime();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { TimeProvider = time, Costs = new() { Handshake = TimeSpan.FromMilliseconds(70) } });

        var connecting = BareSocket.ConnectAsync(emulator, limit.Token);
        var unopened = emulator.Journal.WaitUntilAsync(static journal => journal.Connections.Count > 0, limit.Token);
        await time.WaitUntilAwaitedAsync(TimeSpan.FromMilliseconds(70), limit.Token);
        var early = (connecting.IsCompleted, unopened.IsCompleted);
        await time.AdvanceWhenAwaitedAsync(TimeSpan.FromMilliseconds(70), limit.Token);
        using var socket = await connecting;

        early.Should().Be((false, false));
        (await socket.AskAsync("say hello")).OutputText().Should().Be("hello");
    }

    [Fact]
    public async Task An_end_of_the_emulator_does_not_wait_for_handshakes()
    {
        using var limit = TestTimeout.Start();
        var time = new WatchedTime();
        var emulator = await ResponsesEmulator.StartAsync(new() { TimeProvider = time, Costs = new() { Handshake = TimeSpan.FromHours(1) } });
        var connecting = BareSocket.ConnectAsync(emulator, limit.Token);
        await time.WaitUntilAwaitedAsync(TimeSpan.FromHours(1), limit.Token);

        await emulator.DisposeAsync().AsTask().WaitAsync(limit.Token);

        await FluentActions.Awaiting(() => connecting).Should().ThrowAsync<System.Net.WebSockets.WebSocketException>();
    }

    [Theory]
    [InlineData("socket")]
    [InlineData("http")]
    [InlineData("chat")]
    public async Task Request_prefill_and_decode_pass_in_their_places(string way)
    {
        using var limit = TestTimeout.Start();
        var time = new WatchedTime();
        await using var emulator = await ResponsesEmulator.StartAsync(new()
        {
            TimeProvider = time,
            Model = new ScriptedModel().Then(ModelAnswer.Deltas("four", "eight888", "sixteen 16161616")),
            Costs = new()
            {
                Request = TimeSpan.FromMilliseconds(100),
                PrefillPerToken = TimeSpan.FromMilliseconds(3),
                DecodePerToken = TimeSpan.FromMilliseconds(10),
            },
        });
        using var socket = way == "socket" ? await BareSocket.ConnectAsync(emulator, limit.Token) : null;
        using var http = new BareHttp(emulator, limit.Token);
        var begin = time.GetUtcNow();

        // Two tokens of input; one, two and four tokens of output.
        Task answered = way switch
        {
            "socket" => socket!.AskAsync("12345678"),
            "http" => http.SayAsync("12345678", ",\"stream\":true"),
            _ => http.ChatAsync("""{"role":"user","content":"12345678"}""", ",\"stream\":true"),
        };
        foreach (var wait in new[] { 100, 6, 10, 20, 40 })
        {
            await time.AdvanceWhenAwaitedAsync(TimeSpan.FromMilliseconds(wait), limit.Token);
        }

        await answered;

        var sent = emulator.Journal.Frames.Where(static frame => !frame.FromClient).ToList();
        At("four").Should().Be(116);
        At("eight888").Should().Be(136);
        At("sixteen 16161616").Should().Be(176);
        (sent[^1].Time - begin).TotalMilliseconds.Should().Be(176);
        if (way != "chat")
        {
            (sent[0].Type, (sent[0].Time - begin).TotalMilliseconds).Should().Be(("response.created", 100));
            (sent[1].Type, (sent[1].Time - begin).TotalMilliseconds).Should().Be(("response.in_progress", 100));
            (sent[2].Type, (sent[2].Time - begin).TotalMilliseconds).Should().Be(("response.output_item.added", 106));
        }

        double At(string delta) => (sent.First(frame => frame.Text!.Contains($"\"{delta}\"")).Time - begin).TotalMilliseconds;
    }
}
