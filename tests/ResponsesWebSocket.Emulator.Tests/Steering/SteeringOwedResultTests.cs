namespace ResponsesWebSocket.Emulator.Tests.Steering;

public sealed class SteeringOwedResultTests
{
    private const string Tools = ""","tools":[{"type":"function","name":"f","parameters":{}}]""";
    private const string CallDone = "response.function_call_arguments.done";
    private const string CallDelta = "response.function_call_arguments.delta";

    [Fact]
    [Trait("Rule", "9.3.2")]
    [Trait("Rule", "9.4.3")]
    [Trait("Rule", "M17")]
    public async Task A_response_that_calls_a_tool_completes_and_its_steers_wait_for_the_results()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, CallDone);

        var id = await socket.StartHeldAsync(held, CallDelta, "call f {}\ncall g {}", more: Tools);
        var steers = new[] { await socket.TrySteerAsync(id, "first hint"), await socket.TrySteerAsync(id, "second hint") };
        held.Release();
        var terminal = (await socket.ReceiveTurnAsync())[^1];
        var pending = new[] { await socket.ReceiveAsync(), await socket.ReceiveAsync() };
        var calls = emulator.Journal.Responses[0].Output.Select(static item => item.Text("call_id")).ToList();
        await socket.CreateAsync($$"""
            "previous_response_id":"{{id}}","instructions":"own","input":[
              {"type":"function_call_output","call_id":"{{calls[0]}}","output":"1"},
              {"type":"function_call_output","call_id":"{{calls[1]}}","output":"2"}]
            """);
        var next = await socket.ReceiveTurnAsync();

        terminal.Type().Should().Be("response.completed");
        terminal.At("response", "output").GetArrayLength().Should().Be(2, "the second call came after the steers and is made all the same");
        pending.Types().Should().AllBe("response.steer.pending");
        pending.Select(SteeringSocket.Number).Should().Equal(terminal.Number() + 1, terminal.Number() + 2);
        pending.Select(static frame => frame.Text("steer", "id")).Should().Equal(steers.Select(static frame => frame.Text("steer", "id")));
        pending[0].Text("reason").Should().Be("waiting_for_required_input");
        pending[0].Text("steer", "previous_response_id").Should().Be(id);
        var required = pending[0].At("required_input");
        required.GetArrayLength().Should().Be(2);
        required[0].Text("type").Should().Be("function_call_output");
        required[0].Text("call_id").Should().Be(calls[0]);
        required[1].Text("name").Should().Be("g");
        next[^1].OutputText().Should().Be("Result of f: 1\nResult of g: 2");
        next[0].Text("response", "instructions").Should().Be("own");
        next[0].At("response", "tools").GetArrayLength().Should().Be(0, "an explicit create brings its own settings");
        var entry = emulator.Journal.Responses[1];
        entry.IsSteeringSuccessor.Should().BeFalse();
        entry.Input[0].Text("content", 0, "text").Should().Be("first hint");
        entry.Input[1].Text("content", 0, "text").Should().Be("second hint");
        entry.Input[2].Text("type").Should().Be("function_call_output");
        entry.Context.Should().HaveCount(7);
    }

    [Fact]
    [Trait("Rule", "9.4.4")]
    public async Task Results_that_are_sent_before_the_end_are_not_asked_for()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.completed");

        var id = await socket.StartHeldAsync(held, "response.output_item.done", "call f {}", more: Tools);
        await socket.TrySteerAsync(id, "hint");
        await socket.CreateAsync($"\"previous_response_id\":\"{id}\",\"input\":[{Result(emulator)}]");
        // Frames are taken one after the other: the answer to a bad one shows that the create before it is in its lane.
        await socket.SendAsync("{");
        await socket.ReceiveAsync();
        held.Release();
        var terminal = await socket.ReceiveAsync();
        var next = await socket.ReceiveTurnAsync();

        terminal.Type().Should().Be("response.completed");
        next[0].Type().Should().Be("response.created");
        emulator.Journal.Responses[1].Input[0].Text("content", 0, "text").Should().Be("hint");
    }

    [Fact]
    public async Task A_text_before_the_call_is_cut_there_and_nothing_is_owed()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.output_text.done");

        var id = await socket.StartHeldAsync(held, "response.output_text.delta", "say a\ncall f {}", more: Tools);
        await socket.TrySteerAsync(id, "say b");
        held.Release();

        (await socket.ReceiveTurnAsync())[^1].IncompleteReason().Should().Be("steered");
        (await socket.ReceiveTurnAsync())[^1].OutputText().Should().Be("b");
        emulator.Journal.Responses[0].Output.Should().ContainSingle();
    }

    [Fact]
    [Trait("Rule", "9.4.3")]
    public async Task A_fork_on_another_lane_leaves_the_steers_where_they_are()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var id = await LeaveHintAsync(emulator, socket);

        await socket.CreateAsync($"\"stream_id\":\"other\",\"previous_response_id\":\"{id}\",\"input\":[{Result(emulator)}]");
        await socket.ReceiveTurnAsync();
        await socket.CreateAsync($"\"previous_response_id\":\"{id}\",\"input\":[{Result(emulator)}]");
        await socket.ReceiveTurnAsync();

        emulator.Journal.Responses[1].Input.Should().ContainSingle();
        emulator.Journal.Responses[2].Input.Should().HaveCount(2);
    }

    [Fact]
    [Trait("Rule", "4.5.5")]
    public async Task A_warm_up_hands_the_steers_on()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var id = await LeaveHintAsync(emulator, socket);

        await socket.CreateAsync($"\"generate\":false,\"previous_response_id\":\"{id}\",\"input\":[{Result(emulator)}]");
        var warm = (await socket.ReceiveTurnAsync())[^1].ResponseId();
        await socket.CreateAsync($"\"previous_response_id\":\"{warm}\",\"input\":[]");
        await socket.ReceiveTurnAsync();

        emulator.Journal.Responses[1].Input.Should().ContainSingle();
        emulator.Journal.Responses[2].Input.Should().ContainSingle().Which.Text("content", 0, "text").Should().Be("hint");
    }

    [Fact]
    [Trait("Rule", "9.3.11")]
    public async Task A_refused_create_takes_the_waiting_steers_down_with_it()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var id = await LeaveHintAsync(emulator, socket);

        await socket.SayAsync("no result", id);
        var error = await socket.ReceiveAsync();
        var failed = await socket.ReceiveAsync();

        error.Text("error", "message").Should().StartWith("No tool output found");
        failed.Type().Should().Be("response.steer.failed");
        failed.ErrorCode().Should().Be("successor_creation_failed");
        failed.Text("steer", "id").Should().StartWith("steer_");
        failed.Text("steer", "input").Should().Be("hint");
    }

    private static string Result(ResponsesEmulator emulator) =>
        $$"""{"type":"function_call_output","call_id":"{{emulator.Journal.Responses[0].Output[0].Text("call_id")}}","output":"1"}""";

    /// <summary>Runs a turn that ends with a call and a steer that waits for its result.</summary>
    private static async Task<string> LeaveHintAsync(ResponsesEmulator emulator, BareSocket socket)
    {
        using var held = emulator.Faults.HoldBeforeEvent(1, CallDone);
        var id = await socket.StartHeldAsync(held, CallDelta, "call f {}", more: Tools);
        await socket.TrySteerAsync(id, "hint");
        held.Release();
        await socket.ReceiveUntilAsync("response.steer.pending");
        return id;
    }
}
