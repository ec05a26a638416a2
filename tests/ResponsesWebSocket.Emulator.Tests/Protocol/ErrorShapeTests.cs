using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Protocol;

public sealed class ErrorShapeTests
{
    [Theory]
    [InlineData(ErrorShape.Nested, """{"type":"error","status":429,"error":{"type":"rate_limit_error","code":"c","message":"m","param":"p","headers":{"retry-after":"3","x-ratelimit-remaining-requests":"0","x-ratelimit-reset-requests":"3s"}}}""")]
    [InlineData(ErrorShape.Flat, """{"type":"error","sequence_number":0,"code":"c","message":"m","param":"p"}""")]
    [InlineData(ErrorShape.StatusCode, """{"type":"error","status_code":429,"error":{"type":"rate_limit_error","code":"c","message":"m","param":"p","headers":{"retry-after":"3","x-ratelimit-remaining-requests":"0","x-ratelimit-reset-requests":"3s"}}}""")]
    [InlineData(ErrorShape.StatusText, """{"type":"error","status":"429","error":{"type":"rate_limit_error","code":"c","message":"m","param":"p","headers":{"retry-after":"3","x-ratelimit-remaining-requests":"0","x-ratelimit-reset-requests":"3s"}}}""")]
    [InlineData(ErrorShape.NoStatus, """{"type":"error","error":{"type":"rate_limit_error","code":"c","message":"m","param":"p","headers":{"retry-after":"3","x-ratelimit-remaining-requests":"0","x-ratelimit-reset-requests":"3s"}}}""")]
    [InlineData(ErrorShape.Detail, """{"type":"error","status":429,"error":{"detail":"m"}}""")]
    [InlineData(ErrorShape.HeadersAtTop, """{"type":"error","status":429,"error":{"type":"rate_limit_error","code":"c","message":"m","param":"p"},"headers":{"retry-after":"3","x-ratelimit-remaining-requests":"0","x-ratelimit-reset-requests":"3s"}}""")]
    [InlineData(ErrorShape.ResponseError, """{"type":"response.error","status":429,"error":{"type":"rate_limit_error","code":"c","message":"m","param":"p","headers":{"retry-after":"3","x-ratelimit-remaining-requests":"0","x-ratelimit-reset-requests":"3s"}}}""")]
    [Trait("Rule", "6.1.1")]
    [Trait("Rule", "6.1.2")]
    [Trait("Rule", "6.1.3")]
    [Trait("Rule", "6.3.2")]
    [Trait("Rule", "M13")]
    public async Task A_turn_is_refused_by_an_error_of_the_shape_that_was_asked_for(ErrorShape shape, string expected)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        emulator.Faults.FailTurn(1, new(429, "c", "m") { Shape = shape, Param = "p", RetryAfter = TimeSpan.FromSeconds(3) });

        await socket.SayAsync("say one");
        var frame = await socket.ReceiveTextAsync();
        var next = await socket.AskAsync("say two");

        frame.Should().Be(expected);
        next.OutputText().Should().Be("two", "the fault strikes once and leaves the connection alone");
    }

    [Fact]
    public async Task An_error_inside_response_failed_comes_after_the_start_and_evicts_the_parent()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        emulator.Faults.FailTurn(2, EmulatedErrors.ServerError with { Shape = ErrorShape.ResponseFailed });

        var first = await socket.AskAsync("say one");
        await socket.SayAsync("say two", first.ResponseId());
        var events = await socket.ReceiveTurnAsync();
        var retry = await socket.AskAsync("say two", first.ResponseId());

        events.Types().Should().Equal("response.created", "response.in_progress", "response.failed");
        events[2].Text("response", "error", "code").Should().Be("server_error");
        retry.ErrorCode().Should().Be("previous_response_not_found");
        emulator.Journal.Responses[1].Status.Should().Be("failed");
    }

    [Theory]
    [InlineData(ErrorShape.Nested, "error")]
    [InlineData(ErrorShape.Flat, "error")]
    [InlineData(ErrorShape.ResponseFailed, "response.failed")]
    [Trait("Rule", "6.1.4")]
    public async Task An_error_can_cut_a_turn_in_front_of_any_event(ErrorShape shape, string end)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        emulator.Faults.FailBeforeEvent(1, EmulatedErrors.ServerError with { Shape = shape }, "response.output_text.delta", occurrence: 2);

        await socket.SayAsync("stream 3", lane: "a");
        var events = await socket.ReceiveUntilAsync(end);

        events.Types().Count(static type => type == "response.output_text.delta").Should().Be(1);
        events[^1].Text("stream_id").Should().Be("a");
        events[^1].At("sequence_number").GetInt32().Should().Be(events.Count - 1);
        emulator.Journal.Responses[0].Status.Should().Be("failed");
    }

    [Fact]
    [Trait("Rule", "6.3.4")]
    [Trait("Rule", "M14")]
    public async Task Overload_begins_the_response_then_errs_without_status_then_closes()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        emulator.Faults.FailTurn(1, EmulatedErrors.ServerIsOverloaded);

        await socket.SayAsync("say one");
        var events = await socket.ReceiveUntilAsync("error");
        var end = await socket.ReceiveTextAsync();

        events.Types().Should().Equal("response.created", "response.in_progress", "error");
        events[2].Has("status").Should().BeFalse();
        events[2].At("sequence_number").GetInt32().Should().Be(2);
        events[2].ErrorCode().Should().Be("server_is_overloaded");
        events[2].Text("error", "type").Should().Be("service_unavailable_error");
        end.Should().BeNull();
        ((int?)socket.CloseStatus).Should().Be(1013);
    }

    [Fact]
    [Trait("Rule", "6.3.3")]
    public async Task A_used_up_subscription_says_when_it_resets()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var now = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        emulator.Faults.FailTurn(1, EmulatedErrors.UsageLimitReached("pro", now.AddMinutes(5), now));

        var error = await socket.AskAsync("say one");

        error.At("status").GetInt32().Should().Be(429);
        error.Text("error", "type").Should().Be("usage_limit_reached");
        error.At("error", "code").ValueKind.Should().Be(JsonValueKind.Null);
        error.Text("error", "plan_type").Should().Be("pro");
        error.At("error", "resets_at").GetInt64().Should().Be(now.AddMinutes(5).ToUnixTimeSeconds());
        error.At("error", "resets_in_seconds").GetInt64().Should().Be(300);
        error.Text("error", "headers", "retry-after").Should().Be("300");
    }

    [Fact]
    [Trait("Rule", "6.1.2")]
    public async Task A_model_can_end_its_answer_by_an_error_of_any_shape()
    {
        using var limit = TestTimeout.Start();
        var text = ModelAnswer.Text("so far").Outputs;
        var model = new ScriptedModel()
            .Then(new ModelAnswer(text, new AnswerEnding.Error(EmulatedErrors.ServerError with { Shape = ErrorShape.Flat })))
            .Then(ModelAnswer.Error(EmulatedErrors.RateLimitExceeded(TimeSpan.FromSeconds(9)) with { Shape = ErrorShape.HeadersAtTop }));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var late = await socket.AskAsync("one");
        var early = await socket.AskAsync("two");

        late.Text("code").Should().Be("server_error");
        late.At("sequence_number").GetInt32().Should().BeGreaterThan(2);
        early.Text("headers", "retry-after").Should().Be("9");
        early.At("error").Has("headers").Should().BeFalse();
    }

    [Fact]
    public void Every_known_code_is_found_and_carries_its_name()
    {
        foreach (var code in EmulatedErrors.Codes)
        {
            var error = EmulatedErrors.Find(code);

            error.Should().NotBeNull();
            (error!.Code ?? error.Type ?? "invalid_request_error").Should().Be(code);
        }

        EmulatedErrors.Find("no_such_code").Should().BeNull();
    }
}
