namespace ResponsesWebSocket.Emulator.Tests.Steering;

public sealed class RequiredInputTests
{
    [Fact]
    [Trait("Rule", "9.3.3")]
    public async Task Every_kind_of_call_that_the_client_owes_a_result_has_its_stub()
    {
        using var limit = TestTimeout.Start();
        string[] items =
        [
            """{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"}""",
            """{"type":"function_call","call_id":"c2","name":"g","arguments":"{}","async":true}""",
            """{"type":"custom_tool_call","call_id":"c3","name":"h","input":"x"}""",
            """{"type":"computer_call","call_id":"c4","pending_safety_checks":[]}""",
            """{"type":"shell_call","call_id":"c5","action":{"commands":["ls"]},"environment":{"type":"local"}}""",
            """{"type":"shell_call","call_id":"c6","action":{"commands":["ls"]},"environment":{"type":"container_reference","container_id":"k"}}""",
            """{"type":"apply_patch_call","call_id":"c7","operation":{"type":"delete_file","path":"x"}}""",
            """{"type":"tool_search_call","call_id":"c8","execution":"client","arguments":{}}""",
            """{"type":"tool_search_call","call_id":"c9","execution":"server","arguments":{}}""",
            """{"type":"mcp_approval_request","id":"mcpr_1","server_label":"s","name":"n","arguments":"{}"}""",
        ];
        var answer = new ModelAnswer(items.Select(static item => new ModelOutput.RawItem(item)));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedModel().Then(answer) });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.completed");

        await socket.SayAsync("go");
        var id = (await socket.ReceiveUntilAsync("response.in_progress"))[0].ResponseId();
        await held.Reached.WaitAsync(limit.Token);
        await socket.SteerAsync(id, "hint");
        await socket.ReceiveUntilAsync("response.steer.accepted");
        held.Release();
        var pending = (await socket.ReceiveUntilAsync("response.steer.pending"))[^1];

        pending.At("required_input").ShouldBeJson("""
            [{"type":"function_call_output","call_id":"c1","name":"f"},
             {"type":"custom_tool_call_output","call_id":"c3"},
             {"type":"computer_call_output","call_id":"c4"},
             {"type":"shell_call_output","call_id":"c5"},
             {"type":"apply_patch_call_output","call_id":"c7"},
             {"type":"tool_search_output","call_id":"c8","execution":"client"},
             {"type":"mcp_approval_response","approval_request_id":"mcpr_1"}]
            """);
    }
}
