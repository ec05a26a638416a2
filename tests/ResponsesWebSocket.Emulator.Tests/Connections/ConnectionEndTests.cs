namespace ResponsesWebSocket.Emulator.Tests.Connections;

public sealed class ConnectionEndTests
{
    [Fact]
    [Trait("Rule", "4.3.4")]
    public async Task The_age_limit_takes_the_latest_response_of_every_lane()
    {
        using var limit = TestTimeout.Start();
        var time = new WatchedTime();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { TimeProvider = time, PingInterval = TimeSpan.Zero });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        string?[] lanes = [null, "a", "b"];
        var latest = new List<string>();
        foreach (var lane in lanes)
        {
            latest.Add((await socket.AskAsync("say hi", lane: lane)).ResponseId());
        }

        time.Advance(TimeSpan.FromMinutes(60));
        (await socket.ReceiveAsync()).ErrorCode().Should().Be("websocket_connection_limit_reached");
        using var next = await BareSocket.ConnectAsync(emulator, limit.Token);

        for (var i = 0; i < lanes.Length; i++)
        {
            (await next.AskAsync("say hi", latest[i], lanes[i])).ErrorCode().Should().Be("previous_response_not_found");
        }
    }

    [Fact]
    [Trait("Rule", "5.5")]
    public async Task A_new_connection_has_all_names_to_give_again()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var first = await BareSocket.ConnectAsync(emulator, limit.Token);
        for (var i = 1; i <= 32; i++)
        {
            await first.AskAsync("say hi", lane: $"lane-{i}");
        }

        (await first.AskAsync("say hi", lane: "other")).ErrorCode().Should().Be("websocket_stream_limit_reached");
        using var second = await BareSocket.ConnectAsync(emulator, limit.Token);

        (await second.AskAsync("say hi", lane: "other")).OutputText().Should().Be("hi");
    }
}
