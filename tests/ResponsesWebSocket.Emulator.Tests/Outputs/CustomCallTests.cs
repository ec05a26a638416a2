namespace ResponsesWebSocket.Emulator.Tests.Outputs;

public sealed class CustomCallTests
{
    [Fact]
    [Trait("Rule", "3.2.10")]
    [Trait("Rule", "3.6.7")]
    public async Task The_input_of_a_custom_call_streams_as_free_text()
    {
        var events = await OneTurn.OfAsync(ModelAnswer.CustomCalls(("sql", "select 1 from t")));

        events.Types().Should().Equal(
            "response.output_item.added",
            "response.custom_tool_call_input.delta",
            "response.custom_tool_call_input.delta",
            "response.custom_tool_call_input.done",
            "response.output_item.done",
            "response.completed");
        events.ShouldBeAboutItem(0, "ctc");
        events[0].Text("item", "input").Should().BeEmpty();
        (events[1].Text("delta") + events[2].Text("delta")).Should().Be("select 1 from t");
        events[3].Text("input").Should().Be("select 1 from t");
        var item = events.FinalItem();
        item.Text("call_id").Should().StartWith("call_").And.Be(events[0].Text("item", "call_id"));
        item.ShouldBeJson($$"""
            {"id":"{{item.Text("id")}}","type":"custom_tool_call","status":"completed","call_id":"{{item.Text("call_id")}}","name":"sql","input":"select 1 from t"}
            """);
    }

    [Fact]
    public async Task Its_output_continues_the_chain()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var asked = await socket.AskAsync("go");
        await socket.CreateAsync($$"""
            "previous_response_id":"{{asked.ResponseId()}}",
            "input":[{"type":"custom_tool_call_output","call_id":"call_7","output":[{"type":"input_text","text":"1"}]}]
            """);
        var answer = (await socket.ReceiveTurnAsync())[^1];

        answer.OutputText().Should().Be("one");
        emulator.Journal.ContextOf(answer.ResponseId()).Select(static item => item.Text("type"))
            .Should().Equal("message", "custom_tool_call", "custom_tool_call_output");
    }

    [Fact]
    [Trait("Rule", "4.2.6")]
    public async Task A_custom_call_without_output_is_refused()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var asked = await socket.AskAsync("go");
        var error = await socket.AskAsync("never mind", asked.ResponseId());

        error.Text("error", "message").Should().Be("No tool output found for custom tool call call_7.");
    }

    [Fact]
    [Trait("Rule", "4.2.7")]
    public async Task An_output_of_the_wrong_kind_does_not_answer_it()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var asked = await socket.AskAsync("go");
        await socket.CreateAsync($$"""
            "previous_response_id":"{{asked.ResponseId()}}","input":[{"type":"function_call_output","call_id":"call_7","output":"1"}]
            """);
        var error = (await socket.ReceiveTurnAsync())[^1];

        error.Text("error", "message").Should().Be("No tool call found for function call output with call_id call_7.");
    }

    private static Task<ResponsesEmulator> StartAsync() => ResponsesEmulator.StartAsync(new()
    {
        Model = new ScriptedModel()
            .Then(new ModelAnswer([new ModelOutput.CustomCall("sql", "select 1", "call_7")]))
            .Then(ModelAnswer.Text("one")),
    });
}
