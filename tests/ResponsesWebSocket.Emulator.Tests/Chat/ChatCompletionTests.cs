using System.Net;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Chat;

public sealed class ChatCompletionTests
{
    private const string User = """{"role":"user","content":"x"}""";

    [Fact]
    public async Task A_completion_carries_text_usage_and_reason()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);

        var answer = await http.ChatAsync("""{"role":"system","content":"be brief"},{"role":"user","content":"say hello"}""");

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Json.Text("id").Should().StartWith("chatcmpl-");
        answer.Json.Text("object").Should().Be("chat.completion");
        answer.Json.Text("model").Should().Be("gpt-6-astra");
        var choice = answer.Json.At("choices", 0);
        choice.Text("message", "role").Should().Be("assistant");
        choice.Text("message", "content").Should().Be("hello");
        choice.At("message").Has("tool_calls").Should().BeFalse();
        choice.Text("finish_reason").Should().Be("stop");
        answer.Json.At("usage").GetRawText().Should().Be(
            """{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"""
            + """
            "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}
            """);
    }

    [Fact]
    public async Task Messages_tools_and_settings_reach_the_model_as_a_create_would_bring_them()
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel().Then(ModelAnswer.Text("ok"));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var http = new BareHttp(emulator, limit.Token);

        await http.ChatAsync(
            """
            {"role":"developer","content":"d"},
            {"role":"user","content":[{"type":"text","text":"look"},{"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"low"}}]},
            {"role":"assistant","content":"calling","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c1","content":"42"}
            """,
            """
            ,"tools":[{"type":"function","function":{"name":"f","description":"F","parameters":{"type":"object"},"strict":true}}],
            "tool_choice":{"type":"function","function":{"name":"f"}},"max_tokens":1,"max_completion_tokens":9,"temperature":0.5,"reasoning_effort":"low",
            "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}},"verbosity":"low","seed":3,"stop":["."]
            """);

        var asked = model.Requests.Should().ContainSingle().Subject;
        JsonSerializer.Serialize(asked.Context).Should().Be(
            """
            [{"type":"message","role":"developer","content":[{"type":"input_text","text":"d"}]},
            {"type":"message","role":"user","content":[{"type":"input_text","text":"look"},{"type":"input_image","image_url":"https://example.com/a.png","detail":"low"}]},
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"calling"}]},
            {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
            {"type":"function_call_output","call_id":"c1","output":"42"}]
            """.Replace("\n", string.Empty));
        asked.Tools.Should().ContainSingle().Which.GetRawText().Should().Be(
            """{"type":"function","name":"f","description":"F","parameters":{"type":"object"},"strict":true}""");
        asked.ToolChoice!.Value.GetRawText().Should().Be("""{"type":"function","name":"f"}""");
        asked.Request.At("max_output_tokens").GetInt32().Should().Be(9);
        asked.Request.At("temperature").GetDouble().Should().Be(0.5);
        asked.Request.Text("reasoning", "effort").Should().Be("low");
        asked.Request.At("text").GetRawText().Should().Be(
            """{"verbosity":"low","format":{"type":"json_schema","name":"n","schema":{"type":"object"}}}""");
        emulator.Journal.Responses.Should().ContainSingle().Which.Transport.Should().Be("http");
        emulator.Journal.Frames[0].Route.Should().Be("POST /v1/chat/completions");
    }

    [Fact]
    public async Task Parallel_calls_come_as_tool_calls_and_their_results_go_back()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);

        var calls = await http.ChatAsync("""{"role":"user","content":"call f {\"a\":1}\ncall g"}""");
        var message = calls.Json.At("choices", 0, "message");
        var result = await http.ChatAsync(
            $$"""
            {"role":"user","content":"x"},{{message.GetRawText()}},
            {"role":"tool","tool_call_id":"{{message.Text("tool_calls", 0, "id")}}","content":"one"},
            {"role":"tool","tool_call_id":"{{message.Text("tool_calls", 1, "id")}}","content":[{"type":"text","text":"two"}]}
            """);

        calls.Json.Text("choices", 0, "finish_reason").Should().Be("tool_calls");
        message.At("content").ValueKind.Should().Be(JsonValueKind.Null);
        message.At("tool_calls").GetArrayLength().Should().Be(2);
        message.Text("tool_calls", 0, "type").Should().Be("function");
        message.Text("tool_calls", 0, "function", "name").Should().Be("f");
        message.Text("tool_calls", 0, "function", "arguments").Should().Be("{\"a\":1}");
        result.Json.Text("choices", 0, "message", "content").Should().Be("Result of f: one\nResult of g: two");
    }

    [Fact]
    public async Task A_stream_of_chunks_adds_up_and_ends_with_done()
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel().Then(ModelAnswer.TextAndCalls("one two three four", ("f", "{\"a\":12345678}"), ("g", "{}")));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var http = new BareHttp(emulator, limit.Token);

        var answer = await http.ChatAsync(User, ",\"stream\":true,\"stream_options\":{\"include_usage\":true}");

        answer.MediaType.Should().Be("text/event-stream");
        answer.Events.Should().OnlyContain(static e => e.Name == null);
        answer.Events[^1].Data.Should().Be("[DONE]");
        answer.Data.Should().OnlyContain(static chunk => chunk.Text("object") == "chat.completion.chunk");
        answer.Data.Select(static chunk => chunk.Text("id")).Distinct().Should().ContainSingle();
        answer.Data[0].Text("choices", 0, "delta", "role").Should().Be("assistant");
        var deltas = answer.Data.SkipLast(1).Select(static chunk => chunk.At("choices", 0, "delta")).ToList();
        string.Concat(deltas.Where(static d => d.Has("content")).Select(static d => d.Text("content"))).Should().Be("one two three four");
        var calls = deltas.Where(static d => d.Has("tool_calls")).Select(static d => d.At("tool_calls", 0)).ToList();
        calls.Where(static call => call.Has("id")).Select(static call => (call.At("index").GetInt32(), call.Text("function", "name"))).Should().Equal((0, "f"), (1, "g"));
        string.Concat(calls.Where(static call => call.At("index").GetInt32() == 0).Select(static call => call.Text("function", "arguments"))).Should().Be("{\"a\":12345678}");
        answer.Data[^2].Text("choices", 0, "finish_reason").Should().Be("tool_calls");
        answer.Data.SkipLast(1).Should().OnlyContain(static chunk => chunk.At("usage").ValueKind == JsonValueKind.Null);
        answer.Data[^1].At("choices").GetArrayLength().Should().Be(0);
        answer.Data[^1].At("usage", "completion_tokens").GetInt32().Should().BePositive();
    }

    [Fact]
    public async Task Without_being_asked_for_usage_a_stream_has_none()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedModel().Then(new ModelAnswer([])) });
        using var http = new BareHttp(emulator, limit.Token);

        var answer = await http.ChatAsync(User, ",\"stream\":true");

        answer.Data.Should().HaveCount(2, "even an empty answer has a beginning and an end");
        answer.Data.Should().NotContain(static chunk => chunk.Has("usage"));
        answer.Data[^1].Text("choices", 0, "finish_reason").Should().Be("stop");
    }

    [Theory]
    [InlineData("max_output_tokens", "length")]
    [InlineData("content_filter", "content_filter")]
    public async Task A_cut_answer_says_why(string reason, string expected)
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel().Then(ModelAnswer.Incomplete("hal", reason)).Then(ModelAnswer.Incomplete("hal", reason));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var http = new BareHttp(emulator, limit.Token);

        var json = await http.ChatAsync(User);
        var stream = await http.ChatAsync(User, ",\"stream\":true");

        json.Json.Text("choices", 0, "finish_reason").Should().Be(expected);
        json.Json.Text("choices", 0, "message", "content").Should().Be("hal");
        stream.Data[^1].Text("choices", 0, "finish_reason").Should().Be(expected);
    }

    [Fact]
    public async Task A_refusal_is_no_content()
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel().Then(ModelAnswer.Refusal("I will not")).Then(ModelAnswer.Refusal("I will not"));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var http = new BareHttp(emulator, limit.Token);

        var json = await http.ChatAsync(User);
        var stream = await http.ChatAsync(User, ",\"stream\":true");

        var message = json.Json.At("choices", 0, "message");
        message.Text("refusal").Should().Be("I will not");
        message.At("content").ValueKind.Should().Be(JsonValueKind.Null);
        string.Concat(stream.Data.Select(static chunk => chunk.At("choices", 0, "delta")).Where(static d => d.Has("refusal")).Select(static d => d.Text("refusal")))
            .Should().Be("I will not");
    }

    [Theory]
    [InlineData("rate_limit_exceeded", 429)]
    [InlineData("invalid_prompt", 400)]
    [InlineData("server_error", 500)]
    public async Task A_failed_response_is_an_error_of_the_request(string code, int status)
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel().Then(ModelAnswer.Failed(code, "broke")).Then(ModelAnswer.Failed(code, "broke"));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var http = new BareHttp(emulator, limit.Token);

        foreach (var answer in new[] { await http.ChatAsync(User), await http.ChatAsync(User, ",\"stream\":true") })
        {
            ((int)answer.Status).Should().Be(status);
            answer.Json.ErrorCode().Should().Be(code);
            answer.Headers.ContainsKey("Retry-After").Should().Be(status == 429);
        }
    }

    [Fact]
    public async Task A_stream_that_breaks_ends_with_an_error_and_without_done()
    {
        using var limit = TestTimeout.Start();
        var broken = new ModelAnswer([new ModelOutput.Text(["half"])], new AnswerEnding.Error(500, "server_error", "broke"));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedModel().Then(broken) });
        using var http = new BareHttp(emulator, limit.Token);

        var answer = await http.ChatAsync(User, ",\"stream\":true");

        answer.Events[^1].Data.Should().Be("""{"error":{"message":"broke","type":"server_error","param":null,"code":"server_error"}}""");
        answer.Body.Should().NotContain("[DONE]");
    }

    [Theory]
    [InlineData("{\"model\":\"m\"}", "missing_required_parameter", "messages")]
    [InlineData("{\"model\":\"m\",\"messages\":[]}", "invalid_value", "messages")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "missing_required_parameter", "model")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]}", "invalid_value", "messages[0].role")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}", "missing_required_parameter", "messages[0].content")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"x\"}]}", null, "messages[0].role")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}]}", null, "messages")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"input\":\"x\"}", null, "input")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"n\":2}", "invalid_value", "n")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream_options\":{}}", "invalid_value", "stream_options")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{\"type\":\"function\",\"function\":{}}]}", "missing_required_parameter", "tools[0].function.name")]
    public async Task A_bad_request_is_refused(string body, string? code, string param)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);

        var answer = await http.PostAsync("chat/completions", body);

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Json.ErrorCode().Should().Be(code);
        answer.Json.Text("error", "param").Should().Be(param);
    }

    [Fact]
    public async Task Nothing_of_a_completion_is_stored()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);

        await http.ChatAsync(User, ",\"store\":true");
        var read = await http.GetAsync($"responses/{emulator.Journal.Responses[0].ResponseId}");

        read.Status.Should().Be(HttpStatusCode.NotFound);
    }
}
