namespace ResponsesWebSocket.Emulator.Tests.Outputs;

public sealed class FunctionCallTests
{
    private const string Tools = ""","tools":[{"type":"function","name":"read_disk","parameters":{"type":"object"}}]""";

    [Fact]
    [Trait("Rule", "3.2.9")]
    [Trait("Rule", "3.4.2")]
    [Trait("Rule", "M2")]
    public async Task Parallel_calls_follow_each_other_with_their_own_index_and_complete()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("call read_disk {\"drive\":\"C\"}\ncall read_disk {\"drive\":\"D\"}", more: Tools);
        var events = await socket.ReceiveTurnAsync();

        string[] one =
        [
            "response.output_item.added",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.done",
            "response.output_item.done",
        ];
        events.Types().Should().Equal(["response.created", "response.in_progress", .. one, .. one, "response.completed"]);
        events.Where(static e => e.Has("output_index")).Select(static e => e.At("output_index").GetInt32())
            .Should().Equal(0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
        var calls = events[^1].At("response", "output").EnumerateArray().ToList();
        calls.Select(static c => c.Text("arguments")).Should().Equal("{\"drive\":\"C\"}", "{\"drive\":\"D\"}");
        calls.Select(static c => c.Text("call_id")).Should().OnlyHaveUniqueItems().And.OnlyContain(static id => id!.StartsWith("call_"));
        calls.Select(static c => c.Text("id")).Should().OnlyContain(static id => id!.StartsWith("fc_"));
        events[2].Text("item", "arguments").Should().BeEmpty();
        events[5].Text("arguments").Should().Be("{\"drive\":\"C\"}");
        events[5].Has("name").Should().BeFalse();
        (events[3].Text("delta") + events[4].Text("delta")).Should().Be("{\"drive\":\"C\"}");
    }

    [Fact]
    [Trait("Rule", "3.5.3")]
    public async Task Results_continue_the_chain_and_nothing_else_is_sent()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var asked = await socket.AskAsync("call read_disk", more: Tools);
        await socket.CreateAsync(
            $$"""
            "previous_response_id":"{{asked.ResponseId()}}","input":[
             {"type":"function_call_output","call_id":"{{CallId(asked)}}","output":"71 % full"}]
            """);
        var answer = (await socket.ReceiveTurnAsync())[^1];

        answer.OutputText().Should().Be("Result of read_disk: 71 % full");
        emulator.Journal.ContextOf(answer.ResponseId()).Select(static item => item.Text("type"))
            .Should().Equal("message", "function_call", "function_call_output");
    }

    [Fact]
    [Trait("Rule", "4.2.6")]
    public async Task An_unanswered_call_is_refused()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var asked = await socket.AskAsync("call read_disk", more: Tools);
        var error = await socket.AskAsync("never mind", asked.ResponseId());

        error.At("status").GetInt32().Should().Be(400);
        error.Text("error", "type").Should().Be("invalid_request_error");
        error.Text("error", "param").Should().Be("input");
        error.Text("error", "message").Should().Be($"No tool output found for function call {CallId(asked)}.");
    }

    [Fact]
    [Trait("Rule", "4.2.7")]
    public async Task An_output_without_its_call_is_refused()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.CreateAsync("""
            "input":[{"type":"function_call_output","call_id":"call_x","output":"1"}]
            """);
        var error = (await socket.ReceiveTurnAsync())[^1];

        error.Text("error", "message").Should().Be("No tool call found for function call output with call_id call_x.");
        error.Text("error", "param").Should().Be("input");
    }

    [Fact]
    public async Task A_broken_argument_text_goes_out_verbatim()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var asked = await socket.AskAsync("call read_disk {\"drive\":", more: Tools);

        asked.Text("response", "output", 0, "arguments").Should().Be("{\"drive\":");
    }

    private static string? CallId(System.Text.Json.JsonElement terminal) => terminal.Text("response", "output", 0, "call_id");
}
