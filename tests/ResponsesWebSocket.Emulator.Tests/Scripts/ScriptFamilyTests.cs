using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Scripts;

/// <summary>What a script can let the model say, and how it can let an answer end.</summary>
public sealed class ScriptFamilyTests
{
    private const string Included = """
        ,"reasoning":{"summary":"auto"},"include":["file_search_call.results","web_search_call.action.sources","code_interpreter_call.outputs"]
        """;

    [Theory]
    [InlineData(
        """{"type":"message","text":"hi","phase":"commentary","annotations":[{"type":"url_citation","url":"u","title":"t","start_index":0,"end_index":2}]}""",
        """{"type":"message","phase":"commentary","content":[{"type":"output_text","text":"hi","annotations":[{"type":"url_citation","url":"u","title":"t","start_index":0,"end_index":2}]}]}""")]
    [InlineData(
        """{"type":"message","parts":[{"type":"output_text","deltas":["a","b"],"annotations":[{"type":"file_path","file_id":"f","index":1}]},{"type":"refusal","text":"no"}]}""",
        """{"type":"message","content":[{"type":"output_text","text":"ab","annotations":[{"type":"file_path","file_id":"f","index":1}]},{"type":"refusal","refusal":"no"}]}""")]
    [InlineData(
        """{"type":"message","text":"x","annotations":[{"type":"file_citation","file_id":"f","filename":"n","index":3},{"type":"container_file_citation","container_id":"c","file_id":"f","filename":"n","start_index":0,"end_index":1}]}""",
        """{"content":[{"annotations":[{"type":"file_citation","file_id":"f","filename":"n","index":3},{"type":"container_file_citation","container_id":"c","file_id":"f","filename":"n","start_index":0,"end_index":1}]}]}""")]
    [InlineData("""{"type":"refusal","deltas":["n","o"]}""", """{"type":"message","content":[{"type":"refusal","refusal":"no"}]}""")]
    [InlineData(
        """{"type":"reasoning","summary":["s1","s2"],"encrypted_content":"abcd","raw_text":"raw"}""",
        """{"type":"reasoning","encrypted_content":"abcd","summary":[{"type":"summary_text","text":"s1"},{"type":"summary_text","text":"s2"}],"content":[{"type":"reasoning_text","text":"raw"}]}""")]
    [InlineData("""{"type":"function_call","name":"f","arguments":"{broken"}""", """{"type":"function_call","name":"f","arguments":"{broken"}""")]
    [InlineData(
        """{"type":"function_call","name":"f","arguments":{ "a" : "ü", /* b */ "b":[1,] },"call_id":"c9"}""",
        """{"type":"function_call","arguments":"{\"a\":\"ü\",\"b\":[1]}","call_id":"c9"}""")]
    [InlineData("""{"type":"custom_tool_call","name":"t","input":"free","call_id":"c"}""", """{"type":"custom_tool_call","name":"t","input":"free","call_id":"c"}""")]
    [InlineData(
        """{"type":"web_search_call","query":"q","sources":"http://a"}""",
        """{"type":"web_search_call","action":{"type":"search","query":"q","sources":[{"type":"url","url":"http://a"}]}}""")]
    [InlineData("""{"type":"web_page_call","url":"u","pattern":"p"}""", """{"type":"web_search_call","action":{"type":"find_in_page","url":"u","pattern":"p"}}""")]
    [InlineData(
        """{"type":"file_search_call","queries":"q","results":[{"file_id":"f","filename":"n","score":0.5,"text":"t"}]}""",
        """{"type":"file_search_call","queries":["q"],"results":[{"file_id":"f","filename":"n","score":0.5,"text":"t"}]}""")]
    [InlineData(
        """{"type":"code_interpreter_call","code":"1","container_id":"k","logs":["l"]}""",
        """{"type":"code_interpreter_call","code":"1","container_id":"k","outputs":[{"type":"logs","logs":"l"}]}""")]
    [InlineData(
        """{"type":"image_generation_call","result":"aGk=","revised_prompt":"r","partial_images":["aA=="]}""",
        """{"type":"image_generation_call","result":"aGk=","revised_prompt":"r"}""")]
    [InlineData(
        """{"type":"mcp_list_tools","server_label":"s","tools":[{"name":"t","description":"d","input_schema":{"type":"object"}}]}""",
        """{"type":"mcp_list_tools","server_label":"s","tools":[{"name":"t","description":"d","input_schema":{"type":"object"}}]}""")]
    [InlineData(
        """{"type":"mcp_call","server_label":"s","name":"t","arguments":{"a":1},"output":"o","approval_request_id":"r"}""",
        """{"type":"mcp_call","server_label":"s","name":"t","arguments":"{\"a\":1}","output":"o","approval_request_id":"r"}""")]
    [InlineData("""{"type":"mcp_call","server_label":"s","name":"t","error":"e"}""", """{"type":"mcp_call","server_label":"s"}""")]
    [InlineData(
        """{"type":"mcp_approval_request","server_label":"s","name":"t","arguments":{}}""",
        """{"type":"mcp_approval_request","server_label":"s","name":"t","arguments":"{}"}""")]
    [InlineData("""{"type":"shell_call","commands":["ls"],"call_id":"c"}""", """{"type":"shell_call","call_id":"c","action":{"commands":["ls"]}}""")]
    [InlineData(
        """{"type":"shell_call_output","call_id":"c","results":[{"stdout":"o","stderr":"e","exit_code":2},{"stdout":"","exit_code":null}]}""",
        """{"type":"shell_call_output","call_id":"c","output":[{"stdout":"o","stderr":"e","outcome":{"type":"exit","exit_code":2}},{"outcome":{"type":"timeout"}}]}""")]
    [InlineData("""{"type":"raw_item","item":{"type":"brand_new","x":[1]}}""", """{"type":"brand_new","x":[1]}""")]
    public async Task Every_family_of_outputs_can_be_scripted(string output, string expected)
    {
        var terminal = (await PlayAsync($$"""{"outputs":[{{output}}]}"""))[^1];

        terminal.Type().Should().Be("response.completed");
        ShouldContain(terminal.At("response", "output").EnumerateArray().Should().ContainSingle().Which, JsonDocument.Parse(expected).RootElement);
    }

    [Fact]
    public async Task Calls_in_a_row_are_parallel_calls_behind_a_text()
    {
        var terminal = (await PlayAsync("""
            {"outputs":[{"type":"message","text":"let me see"},{"type":"function_call","name":"f"},{"type":"function_call","name":"g"}]}
            """))[^1];

        terminal.At("response", "output").EnumerateArray().Types().Should().Equal("message", "function_call", "function_call");
    }

    [Fact]
    public async Task Deltas_go_out_as_they_are()
    {
        var events = await PlayAsync("""{"outputs":[{"type":"message","deltas":["one"," two",""," three"]}]}""");

        events.Where(static e => e.Type() == "response.output_text.delta").Select(static e => e.Text("delta")).Should().Equal("one", " two", "", " three");
    }

    [Theory]
    [InlineData("""{"text":"half","incomplete":"content_filter"}""", "incomplete")]
    [InlineData("""{"text":"half","incomplete":{"reason":"content_filter","between_items":true}}""", "completed")]
    public async Task An_answer_can_be_incomplete(string turn, string itemStatus)
    {
        var terminal = (await PlayAsync(turn))[^1];

        terminal.Type().Should().Be("response.incomplete");
        terminal.Text("response", "incomplete_details", "reason").Should().Be("content_filter");
        terminal.Text("response", "output", 0, "status").Should().Be(itemStatus);
    }

    [Theory]
    [InlineData("""{"text":"half","failed":{"code":"server_error","message":"m"}}""", 1)]
    [InlineData("""{"text":"half","failed":{"code":"server_error","message":"m","breaks_last_item":true}}""", 0)]
    public async Task An_answer_can_fail(string turn, int itemsDone)
    {
        var events = await PlayAsync(turn);

        events[^1].Type().Should().Be("response.failed");
        events[^1].Text("response", "error", "code").Should().Be("server_error");
        events[^1].Text("response", "error", "message").Should().Be("m");
        events.Count(static e => e.Type() == "response.output_item.done").Should().Be(itemsDone);
    }

    [Fact]
    public async Task An_error_can_take_the_place_of_an_answer()
    {
        var events = await PlayAsync("""{"error":{"code":"rate_limit_exceeded","message":"slow","retry_after_ms":2000}}""");

        var error = events.Should().ContainSingle().Which;
        error.At("status").GetInt32().Should().Be(429);
        error.ErrorCode().Should().Be("rate_limit_exceeded");
        error.Text("error", "message").Should().Be("slow");
        error.GetRawText().Should().Contain("\"retry-after\"");
    }

    [Fact]
    public async Task An_error_can_come_in_the_middle_of_an_item()
    {
        var events = await PlayAsync("""{"text":"half","error":{"code":"server_is_overloaded","breaks_last_item":true,"close_status":null}}""");

        events[^1].Type().Should().Be("error");
        events.Types().Should().Contain("response.output_text.delta").And.NotContain("response.output_item.done");
    }

    [Fact]
    public async Task Foreign_frames_and_queueing_can_be_scripted()
    {
        var events = await PlayAsync("""
            {
              "queued": true,
              "before": [ {"event":"response.output_text.delta","occurrence":2,"send":{"type":"keepalive"}},
                          {"event":"response.created","send":{"type":"private","a":1},"enveloped":false} ],
              "outputs": [ {"type":"raw_event","event":{"type":"brand.new"}}, {"type":"message","deltas":["a","b"]} ]
            }
            """);

        events.Take(5).Types().Should().Equal("private", "response.created", "response.queued", "response.in_progress", "brand.new");
        events[0].GetRawText().Should().Be("""{"type":"private","a":1}""");
        events.Types().Should().ContainInConsecutiveOrder("response.output_text.delta", "keepalive", "response.output_text.delta");
    }

    private static async Task<IReadOnlyList<JsonElement>> PlayAsync(string turn)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = ModelScript.Parse($$"""{"turns":[{{turn}}]}""") });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        await socket.SayAsync("go", more: Included);
        return await socket.ReceiveTurnAsync();
    }

    // All that is expected, and whatever the service adds.
    private static void ShouldContain(JsonElement actual, JsonElement expected)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in expected.EnumerateObject())
                {
                    actual.Has(member.Name).Should().BeTrue("{0} needs {1}", actual.GetRawText(), member.Name);
                    ShouldContain(actual.At(member.Name), member.Value);
                }

                break;
            case JsonValueKind.Array:
                actual.GetArrayLength().Should().Be(expected.GetArrayLength(), "of {0}", actual.GetRawText());
                foreach (var (a, e) in actual.EnumerateArray().Zip(expected.EnumerateArray()))
                {
                    ShouldContain(a, e);
                }

                break;
            default:
                JsonElement.DeepEquals(actual, expected).Should().BeTrue("expected {0}, got {1}", expected.GetRawText(), actual.GetRawText());
                break;
        }
    }
}
