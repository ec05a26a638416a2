namespace ResponsesWebSocket.Emulator.Tests.Turns;

public sealed class TurnEndTests
{
    [Theory]
    [InlineData("completed", "response.completed")]
    [InlineData("incomplete", "response.incomplete")]
    [InlineData("failed", "response.failed")]
    [InlineData("error", "error")]
    [InlineData("late error", "error")]
    [Trait("Rule", "3.4.4")]
    public async Task Nothing_of_a_turn_comes_after_the_one_event_that_ends_it(string ending, string type)
    {
        using var limit = TestTimeout.Start();
        var answer = ending switch
        {
            "incomplete" => ModelAnswer.Incomplete("x", "max_output_tokens"),
            "failed" => ModelAnswer.Failed("server_error", "x"),
            "error" => ModelAnswer.Error(500, "server_error", "x"),
            "late error" => new ModelAnswer(ModelAnswer.Text("x").Outputs, new AnswerEnding.Error(500, "server_error", "x")),
            _ => ModelAnswer.Text("x"),
        };
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedModel().Then(answer).Then(ModelAnswer.Text("y")) });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var end = await socket.AskAsync("one");
        await socket.SayAsync("two");
        var next = await socket.ReceiveTurnAsync();

        end.Type().Should().Be(type);
        next[0].Type().Should().Be("response.created");
        next.Where(static e => e.Has("response")).Select(EventReading.ResponseId).Distinct().Should().ContainSingle();
        string[] ends = ["response.completed", "response.incomplete", "response.failed", "error"];
        emulator.Journal.Frames.Where(static frame => frame is { FromClient: false, Turn: 1 }).Select(static frame => frame.Type)
            .Where(ends.Contains).Should().Equal(type);
    }

    [Fact]
    [Trait("Rule", "3.4.8")]
    public async Task An_error_of_the_connection_names_no_lane_also_when_all_lanes_are_named()
    {
        using var limit = TestTimeout.Start();
        var time = new WatchedTime();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { TimeProvider = time, PingInterval = TimeSpan.Zero });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        await socket.AskAsync("say hi", lane: "a");

        await socket.SendAsync("{");
        var garbage = await socket.ReceiveAsync();
        time.Advance(TimeSpan.FromMinutes(60));
        var age = await socket.ReceiveAsync();

        (garbage.ErrorCode(), garbage.Has("stream_id")).Should().Be(("invalid_json", false));
        (age.ErrorCode(), age.Has("stream_id")).Should().Be(("websocket_connection_limit_reached", false));
    }

    [Theory]
    [InlineData("response.cancel")]
    [InlineData("response.processed")]
    [InlineData("response.append")]
    [Trait("Rule", "7.5.1")]
    public async Task No_message_cancels_a_turn(string type)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.output_item.added");

        var id = await socket.StartHeldAsync(held, "response.in_progress", "say on");
        await socket.SendAsync($$"""{"type":"{{type}}","response_id":"{{id}}"}""");
        var refused = await socket.ReceiveAsync();
        held.Release();
        var end = (await socket.ReceiveTurnAsync())[^1];

        refused.ErrorCode().Should().Be("unsupported_event_type");
        refused.Text("error", "param").Should().Be("type");
        end.OutputText().Should().Be("on");
    }
}
