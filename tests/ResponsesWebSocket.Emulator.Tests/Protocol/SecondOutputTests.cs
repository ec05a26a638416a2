namespace ResponsesWebSocket.Emulator.Tests.Protocol;

public sealed class SecondOutputTests
{
    [Theory]
    [InlineData("function_call", "function call", "\"arguments\":\"{}\"")]
    [InlineData("custom_tool_call", "custom tool call", "\"input\":\"x\"")]
    [Trait("Rule", "4.2.9")]
    public async Task A_second_output_for_one_call_is_refused(string type, string kind, string content)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var call = $$"""{"type":"{{type}}","call_id":"c1","name":"f",{{content}}}""";
        var output = $$"""{"type":"{{type}}_output","call_id":"c1","output":"1"}""";

        await socket.CreateAsync($"\"input\":[{call},{output},{output}]");
        var refused = await socket.ReceiveAsync();
        await socket.CreateAsync($"\"input\":[{call},{output},{call},{output}]");
        var accepted = (await socket.ReceiveTurnAsync())[^1];

        refused.At("status").GetInt32().Should().Be(400);
        refused.Text("error", "type").Should().Be("invalid_request_error");
        refused.Text("error", "message").Should().Be($"Duplicate tool output found for {kind} c1.");
        refused.Text("error", "param").Should().Be("input");
        accepted.Type().Should().Be("response.completed", "each of the two calls has an output of its own");
    }

    [Fact]
    [Trait("Rule", "4.2.9")]
    public async Task A_call_that_the_chain_has_answered_takes_no_other_output()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new()
        {
            Model = new ScriptedModel().Then(new ModelAnswer([new ModelOutput.Call("f", "{}", "c1")])).Then(ModelAnswer.Text("done")),
        });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        const string Output = "\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"c1\",\"output\":\"1\"}]";

        var call = await socket.AskAsync("go");
        await socket.CreateAsync($"\"previous_response_id\":\"{call.ResponseId()}\",{Output}");
        var answer = (await socket.ReceiveTurnAsync())[^1];
        await socket.CreateAsync($"\"previous_response_id\":\"{answer.ResponseId()}\",{Output}");
        var refused = await socket.ReceiveAsync();

        answer.OutputText().Should().Be("done");
        refused.Text("error", "message").Should().StartWith("Duplicate tool output found");
    }
}
