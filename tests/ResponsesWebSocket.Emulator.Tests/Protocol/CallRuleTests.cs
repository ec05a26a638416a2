namespace ResponsesWebSocket.Emulator.Tests.Protocol;

public sealed class CallRuleTests
{
    [Fact]
    [Trait("Rule", "3.5.4")]
    public async Task Results_may_come_in_any_order()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new()
        {
            Model = new ScriptedModel()
                .Then(new ModelAnswer([new ModelOutput.Call("f", "{}", "c1"), new ModelOutput.Call("g", "{}", "c2"), new ModelOutput.CustomCall("h", "x", "c3")]))
                .Then(ModelAnswer.Text("done")),
        });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var calls = await socket.AskAsync("go");
        await socket.CreateAsync($$"""
            "previous_response_id":"{{calls.ResponseId()}}","input":[
              {"type":"custom_tool_call_output","call_id":"c3","output":"3"},
              {"type":"function_call_output","call_id":"c2","output":[{"type":"input_text","text":"2"}]},
              {"type":"function_call_output","call_id":"c1","output":"1"}]
            """);
        var end = (await socket.ReceiveTurnAsync())[^1];

        calls.Type().Should().Be("response.completed");
        end.OutputText().Should().Be("done");
    }

    [Fact]
    [Trait("Rule", "4.2.5")]
    public async Task Changed_tools_are_accepted_and_cost_the_cached_tokens()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        const string One = ""","tools":[{"type":"function","name":"one","parameters":{}}]""";
        const string Two = ""","tools":[{"type":"function","name":"two","parameters":{}}]""";

        var first = await socket.AskAsync("say a", more: One);
        var same = await socket.AskAsync("say b", first.ResponseId(), more: One);
        var changed = await socket.AskAsync("say c", same.ResponseId(), more: Two);

        Cached(same).Should().BePositive();
        changed.OutputText().Should().Be("c");
        Cached(changed).Should().Be(0);

        static int Cached(System.Text.Json.JsonElement end) => end.At("response", "usage", "input_tokens_details", "cached_tokens").GetInt32();
    }

    [Fact]
    [Trait("Rule", "4.2.8")]
    public async Task The_output_of_an_asynchronous_tool_may_come_later()
    {
        using var limit = TestTimeout.Start();
        const string Call = """{"type":"function_call","call_id":"c1","name":"f","arguments":"{}","status":"completed","async":true}""";
        await using var emulator = await ResponsesEmulator.StartAsync(new()
        {
            Model = new ScriptedModel()
                .Then(new ModelAnswer([new ModelOutput.RawItem(Call)])).Then(ModelAnswer.Text("meanwhile")).Then(ModelAnswer.Text("at last")),
        });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var call = await socket.AskAsync("go");
        var open = await socket.AskAsync("and?", call.ResponseId());
        await socket.CreateAsync($$"""
            "previous_response_id":"{{open.ResponseId()}}","input":[{"type":"function_call_output","call_id":"c1","output":"1"}]
            """);
        var answered = (await socket.ReceiveTurnAsync())[^1];

        open.OutputText().Should().Be("meanwhile");
        answered.OutputText().Should().Be("at last");
    }
}
