using System.Net;

namespace ResponsesWebSocket.Emulator.Tests.Http;

public sealed class HttpResponsesTests
{
    [Fact]
    public async Task A_post_is_answered_by_the_response_alone()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);

        var answer = await http.SayAsync("say hello");

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.MediaType.Should().Be("application/json");
        answer.Headers.Should().ContainKey("x-request-id");
        answer.Json.Text("object").Should().Be("response");
        answer.Json.Text("status").Should().Be("completed");
        answer.Json.Text("output", 0, "content", 0, "text").Should().Be("hello");
        answer.Json.At("store").GetBoolean().Should().BeTrue("responses are stored by default");
        answer.Json.At("usage", "total_tokens").GetInt32().Should().BePositive();
    }

    [Fact]
    public async Task A_stream_has_the_events_of_the_socket_with_the_same_numbers_and_no_lane()
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel();
        model.Then(ModelAnswer.TextAndCalls("one two three four", ("f", "{\"a\":1}"))).Then(ModelAnswer.TextAndCalls("one two three four", ("f", "{\"a\":1}")));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var http = new BareHttp(emulator, limit.Token);
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var answer = await http.SayAsync("x", ",\"stream\":true");
        await socket.SayAsync("x");
        var frames = await socket.ReceiveTurnAsync();

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.MediaType.Should().Be("text/event-stream");
        answer.Events.Select(static e => e.Name).Should().Equal(frames.Types());
        answer.Data.Types().Should().Equal(frames.Types());
        answer.Data.Select(static e => e.At("sequence_number").GetInt32()).Should().Equal(Enumerable.Range(0, frames.Count));
        answer.Data.Should().NotContain(static e => e.Has("stream_id"));
        answer.Data.Where(static e => e.Has("delta")).Select(static e => e.Text("delta"))
            .Should().Equal(frames.Where(static e => e.Has("delta")).Select(static e => e.Text("delta")));
        answer.Data[^1].OutputText().Should().Be("one two three four");
    }

    [Fact]
    public async Task A_stream_is_delivered_while_the_turn_runs()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.completed");

        using var response = await http.OpenAsync("responses", """{"model":"m","input":"say x","stream":true}""");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
        var first = await reader.ReadLineAsync(limit.Token);
        await held.Reached.WaitAsync(limit.Token);
        held.Release();
        var rest = await reader.ReadToEndAsync(limit.Token);

        first.Should().Be("event: response.created");
        rest.Should().Contain("event: response.completed\n");
    }

    [Fact]
    public async Task A_stored_response_can_be_continued_whichever_way_it_came()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await http.SayAsync("say one");
        var second = await socket.AskAsync("say two", first.Json.Text("id"));
        var third = await http.SayAsync("recall", $",\"previous_response_id\":\"{first.Json.Text("id")}\"");

        second.OutputText().Should().Be("two");
        third.Json.Text("output", 0, "content", 0, "text").Should().Be("say one");
        third.Json.Text("previous_response_id").Should().Be(first.Json.Text("id"));
        emulator.Journal.Responses[^1].ParentSource.Should().Be(ParentSource.Store);
        emulator.Journal.ContextOf(third.Json.Text("id")!).Should().HaveCount(3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_response_that_was_not_stored_is_no_parent_over_http(bool viaSocket)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var id = viaSocket
            ? (await socket.AskAsync("say one")).ResponseId()
            : (await http.SayAsync("say one", ",\"store\":false")).Json.Text("id");
        var answer = await http.SayAsync("say two", $",\"previous_response_id\":\"{id}\"");

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Json.ErrorCode().Should().Be("previous_response_not_found");
        answer.Json.Text("error", "param").Should().Be("previous_response_id");
        if (viaSocket)
        {
            (await socket.AskAsync("recall", id)).OutputText().Should().Be("say one", "the socket's own memory is not touched");
        }
    }

    [Fact]
    public async Task A_tool_loop_works_over_http()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);
        const string Tool = """{"type":"function","name":"f","parameters":{},"strict":false}""";

        var call = await http.SayAsync("call f {\"a\":1}", $",\"tools\":[{Tool}]");
        var item = call.Json.At("output", 0);
        var result = await http.RespondAsync(
            $$"""
            "previous_response_id":"{{call.Json.Text("id")}}",
            "input":[{"type":"function_call_output","call_id":"{{item.Text("call_id")}}","output":"42"}]
            """);

        item.Text("type").Should().Be("function_call");
        item.Text("arguments").Should().Be("{\"a\":1}");
        result.Json.Text("output", 0, "content", 0, "text").Should().Be("Result of f: 42");
    }

    [Fact]
    [Trait("Rule", "7.4.4")]
    public async Task A_stored_response_can_be_read_by_its_id_and_no_other()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        emulator.Faults.ReplaceTerminalOutput(1, TerminalOutput.Empty);

        var stored = await http.SayAsync("say one");
        var read = await http.GetAsync($"responses/{stored.Json.Text("id")}");
        await socket.SendAsync("""{"type":"response.create","model":"m","input":"say two"}""");
        var ofSocket = (await socket.ReceiveTurnAsync())[^1];
        var readOfSocket = await http.GetAsync($"responses/{ofSocket.ResponseId()}");
        var forgotten = await http.SayAsync("say three", ",\"store\":false");
        var missing = await http.GetAsync($"responses/{forgotten.Json.Text("id")}");

        stored.Json.At("output").GetArrayLength().Should().Be(0);
        read.Status.Should().Be(HttpStatusCode.OK);
        read.Json.Text("output", 0, "content", 0, "text").Should().Be("one", "the fault strikes the turn, not the store");
        readOfSocket.Body.Should().Be(ofSocket.At("response").GetRawText());
        missing.Status.Should().Be(HttpStatusCode.NotFound);
        missing.Json.Text("error", "message").Should().Contain(forgotten.Json.Text("id")).And.Contain("not found");
        missing.Json.Text("error", "type").Should().Be("invalid_request_error");
    }

    [Fact]
    public async Task Health_is_told_without_a_key()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);
        using var stranger = new HttpClient();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        await socket.AskAsync("say one");
        await http.SayAsync("say two");

        var health = await stranger.GetStringAsync(new Uri(emulator.Endpoint, "/health"), limit.Token);

        health.Should().Be("""{"status":"ok","connections":1,"turns":2}""");
        emulator.Journal.Frames.Should().NotContain(static frame => frame.Route != null && frame.Route.Contains("health"));
    }

    [Fact]
    public async Task The_journal_holds_http_turns_beside_those_of_sockets()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var json = await http.SayAsync("say one");
        await socket.AskAsync("say two");
        var stream = await http.SayAsync("say three", ",\"stream\":true");

        var ofFirst = emulator.Journal.Frames.Where(static frame => frame.Turn == 1).ToList();
        var ofThird = emulator.Journal.Frames.Where(static frame => frame.Turn == 3).ToList();
        ofFirst.Should().HaveCount(2).And.OnlyContain(static f => f.Transport == "http" && f.Route == "POST /v1/responses" && f.ConnectionId == 0);
        ofFirst[0].Should().Match<JournalFrame>(static f => f.FromClient && f.Status == null && f.Text!.Contains("say one") && f.Bytes == f.Text.Length);
        ofFirst[1].Should().Match<JournalFrame>(static f => !f.FromClient && f.Status == 200);
        ofFirst[1].Text.Should().Be(json.Body);
        ofThird.Skip(1).Select(static frame => frame.Text).Should().Equal(stream.Events.Select(static e => e.Data));
        emulator.Journal.Frames.Where(static frame => frame.Turn == 2).Should().OnlyContain(static f => f.Transport == "websocket" && f.Route == null);
        emulator.Journal.Responses.Select(static response => response.Transport).Should().Equal("http", "websocket", "http");
        emulator.Journal.Responses[0].Status.Should().Be("completed");
        emulator.Journal.Connections.Should().ContainSingle("a request is no connection");
    }

    [Fact]
    [Trait("Rule", "4.5.4")]
    public async Task A_request_that_prewarms_is_answered_without_output()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);

        var answer = await http.SayAsync("say x", ",\"prompt_cache_options\":{\"prewarm\":true}");

        answer.Json.Text("status").Should().Be("completed");
        answer.Json.At("output").GetArrayLength().Should().Be(0);
    }

    [Fact]
    [Trait("Rule", "7.1.4")]
    public async Task A_body_may_be_larger_than_a_message_of_a_socket()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);

        var answer = await http.SayAsync(new string('x', 33 * 1024 * 1024));

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Json.At("usage", "input_tokens").GetInt32().Should().BeGreaterThan(8 * 1024 * 1024);
    }

    [Fact]
    public async Task The_emulator_can_be_disposed_while_a_request_hangs()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.completed");

        var hanging = http.SayAsync("say x");
        await held.Reached.WaitAsync(limit.Token);
        await emulator.DisposeAsync().AsTask().WaitAsync(limit.Token);

        await FluentActions.Awaiting(() => hanging).Should().ThrowAsync<HttpRequestException>();
        await emulator.Journal.WaitUntilAsync(static journal => journal.Responses[0].Status == "cancelled", limit.Token);
    }
}
