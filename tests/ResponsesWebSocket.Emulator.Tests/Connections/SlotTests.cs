namespace ResponsesWebSocket.Emulator.Tests.Connections;

public sealed class SlotTests
{
    [Fact]
    [Trait("Rule", "5.8")]
    public async Task A_name_is_checked_when_the_frame_arrives_whatever_runs()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var held = await FillAsync(emulator, socket, limit.Token);

        await socket.SayAsync("say queued", lane: "lane-1");
        await socket.SayAsync("say bad", lane: "no good");
        var error = (await socket.ReceiveUntilAsync("error"))[^1];

        error.ErrorCode().Should().Be("invalid_stream_id");
        emulator.Journal.Responses.Should().HaveCount(16, "the create in front of it still waits");
        held.ForEach(static hold => hold.Release());
    }

    [Fact]
    [Trait("Rule", "5.10")]
    public async Task A_free_slot_goes_to_the_lane_whose_create_arrived_first()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var held = await FillAsync(emulator, socket, limit.Token);

        foreach (var lane in new[] { "lane-1", "late-1", "late-2", "late-3" })
        {
            await socket.SayAsync("say hi", lane: lane);
        }

        await emulator.Journal.WaitUntilAsync(static journal => journal.Frames.Count(static frame => frame.FromClient) == 20, limit.Token);
        held[4].Release();
        await emulator.Journal.WaitUntilAsync(static journal => journal.Responses.Count(static r => r.Status == "completed") == 4, limit.Token);
        var before = emulator.Journal.Responses.Skip(16).Select(static response => response.StreamId).ToList();
        held[0].Release();
        await emulator.Journal.WaitUntilAsync(static journal => journal.Responses.Count == 20, limit.Token);

        before.Should().Equal(["late-1", "late-2", "late-3"], "the lane that was first waits for its own turn");
        emulator.Journal.Responses[^1].StreamId.Should().Be("lane-1");
        held.ForEach(static hold => hold.Release());
    }

    [Fact]
    [Trait("Rule", "6.5.1")]
    public async Task An_error_of_one_lane_leaves_the_others_alone()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.output_item.added");
        await socket.StartHeldAsync(held, "response.in_progress", "say on", lane: "b");

        var error = await socket.AskAsync("fail server_error", lane: "a");
        held.Release();
        var end = (await socket.ReceiveTurnAsync())[^1];

        (error.Type(), error.Text("stream_id")).Should().Be(("error", "a"));
        (end.OutputText(), end.Text("stream_id")).Should().Be(("on", "b"));
    }

    [Theory]
    [InlineData("a")]
    [InlineData(null)]
    [Trait("Rule", "6.5.2")]
    public async Task An_error_lets_the_next_create_of_its_lane_start(string? lane)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "error");

        await socket.SayAsync("fail server_error", lane: lane);
        await held.Reached.WaitAsync(limit.Token);
        await socket.SayAsync("say next", lane: lane);
        await emulator.Journal.WaitUntilAsync(static journal => journal.Frames.Count(static frame => frame.FromClient) == 2, limit.Token);
        held.Release();
        var error = await socket.ReceiveAsync();
        var next = await socket.ReceiveTurnAsync();

        error.ErrorCode().Should().Be("server_error");
        next[^1].OutputText().Should().Be("next");
    }

    // Sixteen turns on lanes of their own, all held at their first item.
    private static async Task<List<TurnBarrier>> FillAsync(ResponsesEmulator emulator, BareSocket socket, CancellationToken limit)
    {
        var held = Enumerable.Range(1, 16).Select(turn => emulator.Faults.HoldBeforeEvent(turn, "response.output_item.added")).ToList();
        for (var i = 1; i <= 16; i++)
        {
            await socket.SayAsync("say hi", lane: $"lane-{i}");
        }

        await Task.WhenAll(held.Select(static hold => hold.Reached)).WaitAsync(limit);
        return held;
    }
}
