using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Steering;

public sealed class SteeringFailureTests
{
    private const string Added = "response.output_item.added";
    private const string Begun = "response.in_progress";

    [Fact]
    [Trait("Rule", "9.3.4")]
    [Trait("Rule", "9.3.5")]
    public async Task A_response_that_the_connection_does_not_know_is_not_found()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var other = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, Added);
        var elsewhere = await other.StartHeldAsync(held, Begun, "say one");

        var failed = await socket.TrySteerAsync(elsewhere, "hello");

        failed.Type().Should().Be("response.steer.failed");
        failed.ErrorCode().Should().Be("response_not_found");
        failed.Text("error", "type").Should().Be("invalid_request_error");
        failed.Text("error", "message").Should().Contain(elsewhere);
        failed.Text("steer", "previous_response_id").Should().Be(elsewhere);
        failed.Text("steer", "input").Should().Be("hello");
        failed.At("steer").Has("id").Should().BeFalse("it was rejected at once");
        failed.At("sequence_number").GetInt32().Should().Be(0);
        failed.Has("stream_id").Should().BeFalse();
    }

    [Theory]
    [InlineData(""" "input":[] """)]
    [InlineData(""" "input":null """)]
    [InlineData(""" "input":{"role":"user","content":"x"} """)]
    [InlineData(""" "model":"gpt-6-astra","input":"x" """)]
    [InlineData(""" "stream_id":"a","input":"x" """)]
    [InlineData(""" "input":["x"] """)]
    [InlineData(""" "input":[{"role":"developer","content":"x"}] """)]
    [InlineData(""" "input":[{"role":"assistant","content":"x"}] """)]
    [InlineData(""" "input":[{"type":"function_call_output","call_id":"c","output":"x"}] """)]
    [InlineData(""" "input":[{"type":"function_call_output","role":"user","content":"x"}] """)]
    [InlineData(""" "input":[{"role":"user"}] """)]
    [InlineData(""" "input":[{"role":"user","content":"x","id":"msg_1"}] """)]
    [InlineData(""" "input":[{"role":"user","content":[{"type":"output_text","text":"x"}]}] """)]
    [InlineData(""" "input":[{"role":"user","content":"good"},{"role":"system","content":"x"}] """)]
    [Trait("Rule", "9.2.2")]
    [Trait("Rule", "9.3.6")]
    public async Task Anything_but_user_messages_is_invalid_input(string members)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, Added);
        var id = await socket.StartHeldAsync(held, Begun, "say one");

        await socket.SendAsync($$"""{"type":"response.steer","previous_response_id":"{{id}}",{{members}}}""");
        var failed = await socket.ReceiveAsync();
        held.Release();

        failed.Type().Should().Be("response.steer.failed");
        failed.ErrorCode().Should().Be("invalid_input");
        (await socket.ReceiveTurnAsync())[^1].Type().Should().Be("response.completed", "a refused steer changes nothing");
    }

    [Fact]
    [Trait("Rule", "9.3.6")]
    public async Task A_steer_without_target_is_invalid_input()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SendAsync("""{"type":"response.steer","input":"x"}""");

        (await socket.ReceiveAsync()).ErrorCode().Should().Be("invalid_input");
    }

    [Fact]
    [Trait("Rule", "9.2.2")]
    public async Task User_texts_images_and_files_are_taken()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, Added);
        var id = await socket.StartHeldAsync(held, Begun, "say one");

        await socket.SendAsync($$"""
            {"type":"response.steer","previous_response_id":"{{id}}","input":[{"role":"user","content":[
              {"type":"input_image","image_url":"data:,"},{"type":"input_file","file_id":"f"},{"type":"input_text","text":"x"}]}]}
            """);

        (await socket.ReceiveAsync()).Type().Should().Be("response.steer.accepted");
    }

    [Fact]
    [Trait("Rule", "8.1.5")]
    [Trait("Rule", "9.1.1")]
    [Trait("Rule", "9.3.7")]
    public async Task Older_models_warm_ups_and_responses_that_compact_cannot_be_steered()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var requests = new[]
        {
            """ "model":"gpt-5.6-luna","input":"x" """,
            """ "model":"gpt-6-astra","input":"x","generate":false """,
            """ "model":"gpt-6-astra","input":"x","context_management":[{"type":"compaction","compact_threshold":1000}] """,
        };

        for (var turn = 1; turn <= requests.Length; turn++)
        {
            using var held = emulator.Faults.HoldBeforeEvent(turn, "response.completed");
            await socket.SendAsync($$"""{"type":"response.create","store":false,{{requests[turn - 1]}}}""");
            var id = (await socket.ReceiveUntilAsync(Begun))[0].ResponseId();
            await held.Reached;
            await socket.SteerAsync(id, "hello");
            (await socket.ReceiveUntilAsync("response.steer.failed"))[^1].ErrorCode().Should().Be("steering_not_supported", requests[turn - 1]);
            held.Release();
            await socket.ReceiveTurnAsync();
        }
    }

    [Fact]
    [Trait("Rule", "9.1.1")]
    public async Task Which_models_can_be_steered_is_an_option()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { CanSteer = static model => model == "mine" });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var mine = emulator.Faults.HoldBeforeEvent(1, Added);
        using var other = emulator.Faults.HoldBeforeEvent(2, Added);

        await socket.SendAsync("""{"type":"response.create","model":"mine","stream_id":"a","input":"x"}""");
        var mineId = (await socket.ReceiveUntilAsync(Begun))[0].ResponseId();
        var otherId = await socket.StartHeldAsync(other, Begun, "x", lane: "b");

        (await socket.TrySteerAsync(mineId, "y")).Type().Should().Be("response.steer.accepted");
        (await socket.TrySteerAsync(otherId, "y")).ErrorCode().Should().Be("steering_not_supported");
    }

    [Fact]
    [Trait("Rule", "9.3.8")]
    [Trait("Rule", "Q22")]
    public async Task Thirty_two_steers_can_be_pending()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, Added);
        var id = await socket.StartHeldAsync(held, Begun, "say one");

        var answers = new List<JsonElement>();
        for (var i = 1; i <= 33; i++)
        {
            answers.Add(await socket.TrySteerAsync(id, $"say {i}"));
        }

        held.Release();
        await socket.ReceiveTurnAsync();
        var successor = await socket.ReceiveTurnAsync();

        answers.Take(32).Types().Should().AllBe("response.steer.accepted");
        answers[32].ErrorCode().Should().Be("too_many_pending_steers");
        successor[^1].OutputText().Should().Be("32");
    }

    [Fact]
    [Trait("Rule", "9.3.9")]
    [Trait("Rule", "M18")]
    public async Task A_completed_response_is_past_steering()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var id = (await socket.AskAsync("say one")).ResponseId();
        var failed = await socket.TrySteerAsync(id, "late");

        failed.ErrorCode().Should().Be("response_already_completed");
        (await socket.AskAsync("late", id)).Type().Should().Be("response.completed", "the completed id is still a parent");
    }

    [Fact]
    [Trait("Rule", "9.3.10")]
    public async Task A_response_that_ended_otherwise_is_not_active()
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel()
            .Then(ModelAnswer.Incomplete("x", "max_output_tokens"))
            .Then(ModelAnswer.Failed("server_error", "x"))
            .Then(new ModelAnswer([new ModelOutput.Text(["x"])], new AnswerEnding.Error(500, "server_error", "x")));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        for (var turn = 0; turn < 3; turn++)
        {
            await socket.AskAsync("x");
            var id = emulator.Journal.Responses[turn].ResponseId;
            (await socket.TrySteerAsync(id, "late")).ErrorCode().Should().Be("response_not_active");
        }
    }

    [Fact]
    [Trait("Rule", "9.3.4")]
    public async Task Steers_of_a_response_that_fails_fail_after_it()
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel()
            .Then(new ModelAnswer([new ModelOutput.Text(["x"])], new AnswerEnding.Failed("server_error", "x")))
            .Then(new ModelAnswer([new ModelOutput.Text(["x"])], new AnswerEnding.Error(500, "server_error", "x")))
            .Then(ModelAnswer.Incomplete("x", "max_output_tokens"));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        foreach (var (turn, end) in new[] { (1, "response.failed"), (2, "error"), (3, "response.incomplete") })
        {
            using var held = emulator.Faults.HoldBeforeEvent(turn, end);
            var id = await socket.StartHeldAsync(held, "response.output_item.done", "x");
            var accepted = await socket.TrySteerAsync(id, "words");
            held.Release();
            var terminal = await socket.ReceiveAsync();
            var failed = await socket.ReceiveAsync();

            terminal.Type().Should().Be(end);
            failed.ErrorCode().Should().Be("response_not_active");
            failed.Text("steer", "id").Should().Be(accepted.Text("steer", "id"));
            failed.Text("steer", "input").Should().Be("words");
            failed.Number().Should().Be(terminal.Number() + 1);
        }

        emulator.Journal.Responses.Should().HaveCount(3);
    }

    [Fact]
    [Trait("Rule", "9.3.11")]
    public async Task A_successor_that_cannot_be_created_fails_its_steers_and_spares_the_parent()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.output_text.done");
        emulator.Faults.FailTurn(2, 503, "server_is_overloaded", "no room");

        var id = await socket.StartHeldAsync(held, "response.output_text.delta", "say one");
        var accepted = await socket.TrySteerAsync(id, "say two");
        held.Release();
        var terminal = (await socket.ReceiveTurnAsync())[^1];
        var failed = await socket.ReceiveAsync();
        var next = await socket.AskAsync("recall", id);

        failed.Type().Should().Be("response.steer.failed");
        failed.ErrorCode().Should().Be("successor_creation_failed");
        failed.Text("error", "message").Should().Contain("no room");
        failed.Text("steer", "id").Should().Be(accepted.Text("steer", "id"));
        failed.Text("steer", "input").Should().Be("say two");
        failed.Number().Should().Be(terminal.Number() + 1);
        next.OutputText().Should().Be("say one", "neither is the steer in the context nor is the parent evicted");
    }
}
