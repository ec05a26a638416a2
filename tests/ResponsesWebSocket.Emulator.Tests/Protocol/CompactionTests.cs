namespace ResponsesWebSocket.Emulator.Tests.Protocol;

public sealed class CompactionTests
{
    private const string At1000 = ""","context_management":[{"type":"compaction","compact_threshold":1000}]""";

    // 1,250 tokens by the emulator's measure.
    private static readonly string Long = new('x', 5000);

    [Fact]
    [Trait("Rule", "8.1.1")]
    public async Task A_context_above_the_threshold_is_compacted_within_the_response()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("My name is Ada.", more: At1000);
        await socket.SayAsync(Long, first.ResponseId(), more: At1000);
        var events = await socket.ReceiveTurnAsync();

        first.At("response", "output").GetArrayLength().Should().Be(1, "the context was below the threshold");
        events.Take(6).Types().Should().Equal(
            "response.created", "response.in_progress", "response.output_item.added", "response.compaction.compacting",
            "response.output_item.done", "response.output_item.added");
        events[2].Text("item", "type").Should().Be("compaction");
        events[2].At("output_index").GetInt32().Should().Be(0);
        events[3].Text("item_id").Should().Be(events[2].Text("item", "id")).And.StartWith("cmp_");
        events[3].At("output_index").GetInt32().Should().Be(0);
        events[4].Text("item", "encrypted_content").Should().NotBeNullOrEmpty();
        events[5].Text("item", "type").Should().Be("message");
        events[5].At("output_index").GetInt32().Should().Be(1);
        events[^1].Type().Should().Be("response.completed");
        events[^1].At("response", "output").EnumerateArray().Types().Should().Equal("compaction", "message");
        events.Select(SteeringSocket.Number).Should().Equal(Enumerable.Range(0, events.Count));
    }

    [Fact]
    [Trait("Rule", "8.1.2")]
    public async Task Later_turns_begin_with_the_compaction_and_nothing_is_forgotten()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("My name is Ada.");
        var second = await socket.AskAsync(Long, first.ResponseId(), more: At1000);
        var third = await socket.AskAsync("recall", second.ResponseId(), more: At1000);

        third.OutputText().Should().Be($"My name is Ada.\n{Long}");
        var context = emulator.Journal.ContextOf(third.ResponseId());
        context.Types().Should().Equal("compaction", "message", "message");
        context[0].GetRawText().Should().Be(second.At("response", "output", 0).GetRawText());
        third.At("response", "output").GetArrayLength().Should().Be(1, "what is compacted is below the threshold again");
        third.At("response", "usage", "input_tokens").GetInt32().Should()
            .BeLessThan(second.At("response", "usage", "input_tokens").GetInt32() / 2);
    }

    [Fact]
    [Trait("Rule", "8.1.2")]
    public async Task A_compaction_inside_a_tool_loop_keeps_calls_and_results_balanced()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("call f {}");
        var callId = first.Text("response", "output", 0, "call_id");
        await socket.CreateAsync($$"""
            "previous_response_id":"{{first.ResponseId()}}","input":[{"type":"function_call_output","call_id":"{{callId}}","output":"{{Long}}"}]{{At1000}}
            """);
        var second = (await socket.ReceiveTurnAsync())[^1];
        var third = await socket.AskAsync("call f {}", second.ResponseId());
        var nextCall = third.Text("response", "output", 0, "call_id");
        await socket.CreateAsync($$"""
            "previous_response_id":"{{third.ResponseId()}}","input":[{"type":"function_call_output","call_id":"{{nextCall}}","output":"2"}]
            """);

        second.Text("response", "output", 0, "type").Should().Be("compaction");
        second.Text("response", "output", 1, "content", 0, "text").Should().Be($"Result of f: {Long}");
        (await socket.ReceiveTurnAsync())[^1].OutputText().Should().Be("Result of f: 2");
    }

    [Fact]
    [Trait("Rule", "8.1.3")]
    public async Task A_stateless_client_may_drop_what_lies_before_the_compaction()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var compacted = await socket.AskAsync($"remember\n{Long}", more: At1000);

        await socket.CreateAsync($$"""
            "input":[{{compacted.At("response", "output", 0).GetRawText()}},{"role":"user","content":"recall"}]
            """);

        (await socket.ReceiveTurnAsync())[^1].OutputText().Should().StartWith("remember\nxxx");
    }

    [Fact]
    public async Task A_stored_chain_is_continued_from_its_compaction_on_another_connection()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var one = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var two = await BareSocket.ConnectAsync(emulator, limit.Token);
        await one.SendAsync($$"""{"type":"response.create","model":"m","input":"{{Long}}"{{At1000}}}""");
        var compacted = (await one.ReceiveTurnAsync())[^1];

        var next = await two.AskAsync("recall", compacted.ResponseId());

        next.OutputText().Should().Be(Long);
        emulator.Journal.ContextOf(next.ResponseId())[0].Text("type").Should().Be("compaction");
    }

    [Fact]
    [Trait("Rule", "3.6.10")]
    [Trait("Rule", "8.1.6")]
    public async Task A_trigger_makes_a_response_that_is_nothing_but_a_compaction()
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel().Then(ModelAnswer.Text("one")).Then(ModelAnswer.Text("two"));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("hello");
        await socket.CreateAsync($$"""
            "previous_response_id":"{{first.ResponseId()}}","input":[{"type":"message","role":"user","content":"more"},{"type":"compaction_trigger"}]
            """);
        var events = await socket.ReceiveTurnAsync();
        var last = await socket.AskAsync("and now", events[0].ResponseId());

        events.Types().Should().Equal(
            "response.created", "response.in_progress", "response.output_item.added", "response.compaction.compacting",
            "response.output_item.done", "response.completed");
        model.Requests.Should().HaveCount(2, "nobody asks the model for a compaction");
        last.OutputText().Should().Be("two");
        emulator.Journal.ContextOf(last.ResponseId()).Types().Should().Equal("compaction", "message");
        emulator.Journal.Responses[1].Input.Should().HaveCount(2);
        emulator.Journal.Responses[1].Context.Types().Should().NotContain("compaction_trigger");
    }

    [Theory]
    [InlineData(""" "input":[{"type":"compaction_trigger"},{"role":"user","content":"x"}] """, "input[0]")]
    [InlineData(""" "input":[{"type":"compaction_trigger"},{"type":"compaction_trigger"}] """, "input[0]")]
    [InlineData(""" "input":[{"type":"compaction","id":"cmp_1"}] """, "input[0].encrypted_content")]
    [InlineData(""" "input":"x","context_management":[{"type":"forget"}] """, "context_management[0].type")]
    [InlineData(""" "input":"x","context_management":[{}] """, "context_management[0].type")]
    [InlineData(""" "input":"x","context_management":["compaction"] """, "context_management[0].type")]
    [InlineData(""" "input":"x","context_management":[{"type":"compaction","compact_threshold":999}] """, "context_management[0].compact_threshold")]
    [InlineData(""" "input":"x","context_management":[{"type":"compaction","compact_threshold":1000.5}] """, "context_management[0].compact_threshold")]
    [InlineData(""" "input":"x","context_management":[{"type":"compaction","compact_threshold":"1000"}] """, "context_management[0].compact_threshold")]
    [Trait("Rule", "8.1.4")]
    public async Task What_cannot_be_compacted_so_is_refused(string members, string param)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.CreateAsync(members);
        var error = await socket.ReceiveAsync();

        error.Type().Should().Be("error");
        error.At("status").GetInt32().Should().Be(400);
        error.Text("error", "param").Should().Be(param);
    }

    [Theory]
    [InlineData("""[{"type":"compaction"}]""")]
    [InlineData("""[{"type":"compaction","compact_threshold":null}]""")]
    [InlineData("[]")]
    [Trait("Rule", "8.1.4")]
    public async Task Without_a_number_nothing_is_compacted(string management)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var end = await socket.AskAsync(Long, more: $",\"context_management\":{management}");

        end.At("response", "output").GetArrayLength().Should().Be(1);
        end.Text("response", "output", 0, "type").Should().Be("message");
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("QUJD")]
    public async Task A_compaction_of_another_server_is_taken_but_tells_nothing(string content)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.CreateAsync($$"""
            "input":[{"type":"compaction","id":"cmp_1","encrypted_content":"{{content}}"},{"role":"user","content":"recall"}]
            """);

        (await socket.ReceiveTurnAsync())[^1].OutputText().Should().BeEmpty();
    }
}
