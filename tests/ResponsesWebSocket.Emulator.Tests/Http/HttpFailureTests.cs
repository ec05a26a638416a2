using System.Net;

namespace ResponsesWebSocket.Emulator.Tests.Http;

public sealed class HttpFailureTests
{
    [Theory]
    [InlineData("responses")]
    [InlineData("chat/completions")]
    [InlineData("responses/resp_x")]
    public async Task A_request_without_the_key_is_answered_401_and_is_no_turn(string path)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(path.Contains("resp_") ? HttpMethod.Get : HttpMethod.Post, new Uri($"{emulator.Endpoint}/{path}"));
        request.Headers.Authorization = new("Bearer", "wrong");

        using var response = await http.SendAsync(request, limit.Token);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsStringAsync(limit.Token)).Should().Be(
            """{"error":{"message":"Incorrect API key provided.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""");
        emulator.Journal.Frames.Should().ContainSingle().Which.Should().Match<JournalFrame>(static f => f.Status == 401 && f.Turn == null);
        emulator.Journal.RefusedUpgrades.Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"stream_id\":\"a\",\"input\":\"x\"", null, "stream_id", "Unsupported parameter: stream_id")]
    [InlineData("\"generate\":false,\"input\":\"x\"", null, "generate", "Unsupported parameter: generate")]
    [InlineData("\"type\":\"response.create\",\"input\":\"x\"", null, "type", "Unsupported parameter: type")]
    [InlineData("\"nonsense\":1,\"input\":\"x\"", null, "nonsense", "Unsupported parameter: nonsense")]
    [InlineData("\"background\":true,\"input\":\"x\"", "unsupported_parameter", "background", "Unsupported parameter: *")]
    [InlineData("\"store\":false", "missing_required_parameter", "input", "Missing required parameter: 'input'.")]
    [InlineData("\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"\"}]", null, "input", "No tool call found for function call output *")]
    [Trait("Rule", "4.5.4")]
    public async Task A_bad_field_is_answered_400_whether_or_not_a_stream_was_asked_for(string members, string? code, string param, string message)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);

        foreach (var answer in new[] { await http.RespondAsync(members), await http.RespondAsync(members + ",\"stream\":true") })
        {
            answer.Status.Should().Be(HttpStatusCode.BadRequest);
            answer.MediaType.Should().Be("application/json");
            answer.Json.ErrorCode().Should().Be(code);
            answer.Json.Text("error", "param").Should().Be(param);
            answer.Json.Text("error", "message").Should().Match(message);
            answer.Json.Text("error", "type").Should().Be("invalid_request_error");
        }

        emulator.Journal.Responses.Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    public async Task What_is_no_json_object_is_answered_400_and_is_no_turn(string body)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);

        var answer = await http.PostAsync("responses", body);

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Json.ErrorCode().Should().Be("invalid_json");
        emulator.Journal.Frames.Should().HaveCount(2).And.OnlyContain(static frame => frame.Turn == null);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"stream\":true")]
    public async Task An_error_of_the_model_is_the_status_of_the_answer(string more)
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel()
            .Then(ModelAnswer.Error(429, "rate_limit_exceeded", "slow down", TimeSpan.FromSeconds(7)))
            .Then(ModelAnswer.Error(429, "rate_limit_exceeded", "slow down"))
            .Then(ModelAnswer.Error(503, "server_is_overloaded", "busy"));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var http = new BareHttp(emulator, limit.Token);

        var told = await http.SayAsync("x", more);
        var limited = await http.SayAsync("x", more);
        var busy = await http.SayAsync("x", more);

        told.Status.Should().Be(HttpStatusCode.TooManyRequests);
        told.Headers["Retry-After"].Should().Be("7");
        told.Headers["x-ratelimit-remaining-requests"].Should().Be("0");
        told.Body.Should().Be(
            """{"error":{"message":"slow down","type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}}""");
        limited.Headers["Retry-After"].Should().Be("1");
        busy.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        busy.Headers.Should().NotContainKey("Retry-After");
        busy.Json.Text("error", "type").Should().Be("server_error");
    }

    [Fact]
    public async Task An_error_in_the_middle_is_a_status_without_a_stream_and_a_flat_event_in_one()
    {
        using var limit = TestTimeout.Start();
        var broken = new ModelAnswer([new ModelOutput.Text(["half"])], new AnswerEnding.Error(500, "server_error", "broke"));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedModel().Then(broken).Then(broken) });
        using var http = new BareHttp(emulator, limit.Token);

        var json = await http.SayAsync("x");
        var stream = await http.SayAsync("x", ",\"stream\":true");

        json.Status.Should().Be(HttpStatusCode.InternalServerError);
        json.Json.ErrorCode().Should().Be("server_error");
        stream.Status.Should().Be(HttpStatusCode.OK);
        stream.Events[^1].Name.Should().Be("error");
        stream.Events[^1].Data.Should().Be(
            $$"""{"type":"error","sequence_number":{{stream.Events.Count - 1}},"code":"server_error","message":"broke","param":null}""");
    }

    [Fact]
    public async Task A_failed_response_is_a_good_answer_that_says_so()
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel().Then(ModelAnswer.Failed("server_error", "broke")).Then(ModelAnswer.Failed("server_error", "broke"));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var http = new BareHttp(emulator, limit.Token);

        var json = await http.SayAsync("x");
        var stream = await http.SayAsync("x", ",\"stream\":true");
        var read = await http.GetAsync($"responses/{json.Json.Text("id")}");
        var child = await http.SayAsync("x", $",\"previous_response_id\":\"{json.Json.Text("id")}\"");

        json.Status.Should().Be(HttpStatusCode.OK);
        json.Json.Text("status").Should().Be("failed");
        json.Json.ErrorCode().Should().Be("server_error");
        stream.Events[^1].Name.Should().Be("response.failed");
        stream.Data[^1].Text("response", "error", "message").Should().Be("broke");
        read.Json.Text("status").Should().Be("failed");
        child.Json.ErrorCode().Should().Be("previous_response_not_found", "a failed response is no parent");
    }

    [Fact]
    public async Task Turn_numbers_are_shared_and_a_failed_turn_gets_its_status()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        emulator.Faults.FailTurn(2, 502, "bad_gateway", "told to");

        await socket.AskAsync("say one");
        var failed = await http.SayAsync("say two");
        var third = await socket.AskAsync("say three");

        failed.Status.Should().Be(HttpStatusCode.BadGateway);
        failed.Json.Text("error", "message").Should().Be("told to");
        third.OutputText().Should().Be("three");
        emulator.Journal.Responses.Select(static response => response.Turn).Should().Equal(1, 3);
    }

    [Fact]
    public async Task A_drop_in_a_stream_delivers_what_was_sent_and_breaks_off()
    {
        // Repeated, because an end that overtook the last event would not do so every time.
        for (var round = 0; round < 20; round++)
        {
            using var limit = TestTimeout.Start();
            await using var emulator = await ResponsesEmulator.StartAsync();
            using var http = new BareHttp(emulator, limit.Token);
            emulator.Faults.DropAfterEvent(1, "response.output_text.delta", occurrence: 2);

            using var response = await http.OpenAsync("responses", """{"model":"m","input":"stream 3","stream":true}""");
            await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
            using var seen = new MemoryStream();
            var read = () => stream.CopyToAsync(seen, limit.Token);

            await read.Should().ThrowAsync<HttpIOException>();
            var events = HttpAnswer.EventsOf(System.Text.Encoding.UTF8.GetString(seen.ToArray())).ToList();
            events.Count(static e => e.Name == "response.output_text.delta").Should().Be(2);
            events[^1].Name.Should().Be("response.output_text.delta");
            await emulator.Journal.WaitUntilAsync(static journal => journal.Responses[0].Status == "cancelled", limit.Token);
        }
    }

    [Fact]
    public async Task A_drop_in_a_stream_of_chunks_breaks_it_off_too()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);
        emulator.Faults.DropAfterEvent(1, "response.output_text.delta", occurrence: 2);

        using var response = await http.OpenAsync(
            "chat/completions", """{"model":"m","messages":[{"role":"user","content":"stream 3"}],"stream":true}""");
        await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
        using var seen = new MemoryStream();
        var read = () => stream.CopyToAsync(seen, limit.Token);

        await read.Should().ThrowAsync<HttpIOException>();
        HttpAnswer.EventsOf(System.Text.Encoding.UTF8.GetString(seen.ToArray())).Should().HaveCount(3, "the role and two deltas went out");
    }

    [Fact]
    public async Task A_drop_before_a_turn_or_before_its_end_leaves_a_request_without_answer()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);
        emulator.Faults.DropBeforeTurn(1);
        emulator.Faults.DropBeforeEvent(2, "response.completed");
        emulator.Faults.DropAfterTurn(3);

        var early = () => http.SayAsync("say one");
        var late = () => http.SayAsync("say two");

        await early.Should().ThrowAsync<HttpRequestException>();
        await late.Should().ThrowAsync<HttpRequestException>();
        (await http.SayAsync("say three")).Status.Should().Be(HttpStatusCode.OK, "the answer was whole before the connection ended");
        // With connections of its own: the first client may not have noticed yet that the one it keeps has ended.
        using var other = new BareHttp(emulator, limit.Token);
        (await other.SayAsync("say four")).Status.Should().Be(HttpStatusCode.OK);
        await emulator.Journal.WaitUntilAsync(static journal => journal.Responses[0].Status == "cancelled", limit.Token);
        emulator.Journal.Responses.Select(static response => (response.Turn, response.Status))
            .Should().Equal((2, "cancelled"), (3, "completed"), (4, "completed"));
    }

    [Fact]
    public async Task A_skipped_end_leaves_a_stream_without_terminal_event_and_a_body_unsent()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);
        emulator.Faults.OnFault = static point =>
            point is { Stage: FaultStage.BeforeEvent, EventType: "response.completed" } ? FaultAction.Skip : FaultAction.None;

        var stream = await http.SayAsync("say x", ",\"stream\":true");
        var json = () => http.SayAsync("say x");

        stream.Events[^1].Name.Should().Be("response.output_item.done");
        await json.Should().ThrowAsync<HttpRequestException>();
    }

    [Theory]
    [InlineData(FaultStage.CreateArrived)]
    [InlineData(FaultStage.TurnStarting)]
    public async Task A_hook_that_throws_is_answered_500(FaultStage stage)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);
        emulator.Faults.OnFault = point => point.Stage == stage ? throw new InvalidOperationException("broken hook") : FaultAction.None;

        var answer = await http.SayAsync("say x");

        answer.Status.Should().Be(HttpStatusCode.InternalServerError);
        answer.Json.Text("error", "message").Should().Contain("broken hook");
    }

    [Fact]
    public async Task A_turn_ends_when_its_client_goes_away()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.completed");

        var response = await http.OpenAsync("responses", """{"model":"m","input":"say x","stream":true}""");
        await held.Reached.WaitAsync(limit.Token);
        response.Dispose();

        await emulator.Journal.WaitUntilAsync(static journal => journal.Responses[0].Status == "cancelled", limit.Token);
    }
}
