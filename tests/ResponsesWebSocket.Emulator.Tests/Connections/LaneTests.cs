namespace ResponsesWebSocket.Emulator.Tests.Connections;

public sealed class LaneTests
{
    [Fact]
    [Trait("Rule", "3.1.3")]
    public async Task Every_event_of_a_named_lane_names_it()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("say hi", lane: "worker-7._");
        var events = await socket.ReceiveTurnAsync();

        events.Should().OnlyContain(static e => e.Text("stream_id") == "worker-7._");
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"with space\"")]
    [InlineData("\"ä\"")]
    [InlineData("\"a\\n\"")]
    [InlineData("7")]
    [InlineData("{}")]
    [Trait("Rule", "5.1")]
    [Trait("Rule", "6.2.2")]
    [Trait("Rule", "M8")]
    public async Task A_bad_lane_name_is_refused_without_naming_it(string name)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.CreateAsync($"\"input\":\"x\",\"stream_id\":{name}");
        var error = await socket.ReceiveAsync();

        error.ErrorCode().Should().Be("invalid_stream_id");
        error.At("status").GetInt32().Should().Be(400);
        error.Text("error", "param").Should().Be("stream_id");
        error.Has("stream_id").Should().BeFalse();
    }

    [Fact]
    [Trait("Rule", "5.1")]
    public async Task A_lane_name_may_have_256_characters_and_no_more()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var longest = await socket.AskAsync("say hi", lane: new string('a', 256));
        var tooLong = await socket.AskAsync("say hi", lane: new string('a', 257));

        longest.Type().Should().Be("response.completed");
        tooLong.ErrorCode().Should().Be("invalid_stream_id");
    }

    [Fact]
    [Trait("Rule", "3.1.5")]
    [Trait("Rule", "5.2")]
    public async Task Null_as_lane_name_means_the_default_lane()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.CreateAsync("\"input\":\"x\",\"stream_id\":null");
        var end = (await socket.ReceiveTurnAsync())[^1];

        end.Type().Should().Be("response.completed");
        end.Has("stream_id").Should().BeFalse();
    }

    [Fact]
    [Trait("Rule", "5.4")]
    [Trait("Rule", "6.2.3")]
    [Trait("Rule", "M7")]
    public async Task The_33rd_distinct_name_is_refused_and_known_names_and_the_default_lane_go_on()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        for (var i = 1; i <= 32; i++)
        {
            (await socket.AskAsync("say hi", lane: $"lane-{i}")).Type().Should().Be("response.completed");
        }

        var refused = await socket.AskAsync("say hi", lane: "lane-33");

        refused.ErrorCode().Should().Be("websocket_stream_limit_reached");
        refused.Text("stream_id").Should().Be("lane-33");
        refused.Text("error", "message").Should().Contain("(32)");
        (await socket.AskAsync("say hi", lane: "lane-1")).Type().Should().Be("response.completed");
        (await socket.AskAsync("say hi")).Type().Should().Be("response.completed");
    }

    [Fact]
    [Trait("Rule", "3.4.5")]
    [Trait("Rule", "5.6")]
    public async Task A_lane_runs_its_creates_one_after_the_other_in_order()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("say one", lane: "a");
        await socket.SayAsync("say two", lane: "a");
        await socket.SayAsync("say three", lane: "a");
        var turns = new[] { await socket.ReceiveTurnAsync(), await socket.ReceiveTurnAsync(), await socket.ReceiveTurnAsync() };

        turns.Select(static turn => turn[^1].OutputText()).Should().Equal("one", "two", "three");
        turns.Should().OnlyContain(static turn => turn[0].Type() == "response.created", "turns of a lane never overlap");
    }

    [Fact]
    [Trait("Rule", "3.4.5")]
    [Trait("Rule", "5.7")]
    public async Task Other_lanes_go_on_while_one_waits()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.completed");

        await socket.SayAsync("say slow", lane: "a");
        await socket.ReceiveUntilAsync("response.output_item.done");
        var quick = await socket.AskAsync("say quick", lane: "b");
        held.Release();
        var slow = (await socket.ReceiveTurnAsync())[^1];

        quick.OutputText().Should().Be("quick");
        slow.OutputText().Should().Be("slow");
    }

    [Fact]
    [Trait("Rule", "5.3")]
    [Trait("Rule", "M6")]
    public async Task The_17th_concurrent_create_waits_for_a_slot_without_an_error()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var held = Enumerable.Range(1, 16).Select(turn => emulator.Faults.HoldBeforeEvent(turn, "response.output_item.added")).ToList();

        for (var i = 1; i <= 16; i++)
        {
            await socket.SayAsync($"say {i}", lane: $"lane-{i}");
        }

        await Task.WhenAll(held.Select(static hold => hold.Reached)).WaitAsync(limit.Token);
        await socket.SayAsync("say 17");
        await emulator.Journal.WaitUntilAsync(static journal => journal.Frames.Count(static frame => frame.FromClient) == 17, limit.Token);
        emulator.Journal.Responses.Should().HaveCount(16, "the 17th has arrived but has no slot");
        held[3].Release();
        await emulator.Journal.WaitUntilAsync(
            static journal => journal.Responses is { Count: 17 } responses && responses[^1].Status == "completed", limit.Token);
        held.ForEach(static hold => hold.Release());
        await emulator.Journal.WaitUntilAsync(static journal => journal.Responses.All(static r => r.Status == "completed"), limit.Token);

        emulator.Journal.Responses[^1].Turn.Should().Be(17);
        emulator.Journal.Frames.Should().NotContain(static frame => frame.Type == "error");
    }
}
