namespace ResponsesWebSocket.Emulator.Tests.Models;

public sealed class ModelTests
{
    [Theory]
    [InlineData("Hello there", "You said: Hello there")]
    [InlineData("say  spaced text ", "spaced text")]
    [InlineData("stream two", "You said: stream two")]
    [InlineData("please\nsay found", "found")]
    public async Task Text_directives_answer_with_text(string text, string expected)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        (await socket.AskAsync(text)).OutputText().Should().Be(expected);
    }

    [Fact]
    public async Task Stream_sends_that_many_deltas_of_20_characters()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("stream 25");
        var deltas = (await socket.ReceiveTurnAsync()).Where(static e => e.Type() == "response.output_text.delta").ToList();

        deltas.Should().HaveCount(25).And.OnlyContain(static e => e.Text("delta")!.Length == 20);
    }

    [Theory]
    [InlineData("previous_response_not_found", 400)]
    [InlineData("rate_limit_exceeded", 429)]
    [InlineData("server_error", 500)]
    [InlineData("anything_else", 400)]
    public async Task Fail_sends_an_error_frame_in_place_of_the_response(string code, int status)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync($"fail {code}");
        var frame = await socket.ReceiveAsync();

        frame.ErrorCode().Should().Be(code);
        frame.At("status").GetInt32().Should().Be(status);
        frame.Has("sequence_number").Should().BeFalse();
    }

    [Fact]
    public async Task Text_lines_come_before_calls()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var end = await socket.AskAsync("call f {\"a\":1}\nsay looking");

        end.At("response", "output").EnumerateArray().Select(static item => item.Text("type")).Should().Equal("message", "function_call");
    }

    [Fact]
    public async Task A_script_that_has_run_out_says_so()
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel().Then(ModelAnswer.Text("only"));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("x");
        var second = await socket.AskAsync("y");

        first.OutputText().Should().Be("only");
        second.ErrorCode().Should().Be("emulator_script_exhausted");
        second.Text("error", "message").Should().Contain("turn 2");
        model.Requests.Should().HaveCount(2);
        model.Remaining.Should().Be(0);
    }

    [Fact]
    public async Task A_model_sees_context_tools_and_tool_choice()
    {
        using var limit = TestTimeout.Start();
        ModelRequest? seen = null;
        var model = new ScriptedModel().Then(request =>
        {
            seen = request;
            return ModelAnswer.Text("ok");
        });
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.CreateAsync("""
            "tools":[{"type":"function","name":"f","parameters":{}}],"tool_choice":"required",
            "input":[{"type":"additional_tools","role":"developer","tools":[{"type":"function","name":"g","parameters":{}}]},{"role":"user","content":"x"}]
            """);
        var end = (await socket.ReceiveTurnAsync())[^1];

        seen!.ResponseId.Should().Be(end.ResponseId());
        seen.Context.Should().HaveCount(2);
        seen.Tools.Select(static tool => tool.Text("name")).Should().Equal("f", "g");
        seen.ToolChoice!.Value.GetString().Should().Be("required");
        seen.Request.Text("model").Should().Be("gpt-6-astra");
    }

    [Fact]
    public async Task A_model_that_throws_is_reported_as_a_server_error_of_its_turn()
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel().Then(static _ => throw new InvalidOperationException("no idea")).Then(ModelAnswer.Text("ok"));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var failed = await socket.AskAsync("x");
        var next = await socket.AskAsync("y");

        failed.At("status").GetInt32().Should().Be(500);
        failed.Text("error", "message").Should().Contain("no idea");
        next.OutputText().Should().Be("ok");
    }

    [Fact]
    [Trait("Rule", "6.1.4")]
    public async Task A_late_error_is_numbered_within_its_response()
    {
        using var limit = TestTimeout.Start();
        var answer = new ModelAnswer([new ModelOutput.Text(["ab"])], new AnswerEnding.Error(500, "server_error", "late"));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedModel().Then(answer) });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("x");
        var events = await socket.ReceiveTurnAsync();

        events[^1].Type().Should().Be("error");
        events[^1].At("sequence_number").GetInt32().Should().Be(events.Count - 1);
        emulator.Journal.Responses[0].Status.Should().Be("failed");
    }
}
