namespace ResponsesWebSocket.Emulator.Tests.Outputs;

public sealed class McpTests
{
    [Fact]
    [Trait("Rule", "3.6.5")]
    public async Task Tools_are_listed_when_the_item_is_done()
    {
        var events = await OneTurn.OfAsync(new([new ModelOutput.McpListTools("docs", [new("find", "Finds", """{"type":"object"}""")])]));

        events.Types().Should().Equal(
            "response.output_item.added",
            "response.mcp_list_tools.in_progress",
            "response.mcp_list_tools.completed",
            "response.output_item.done",
            "response.completed");
        events.ShouldBeAboutItem(0, "mcpl");
        events[0].At("item", "tools").GetArrayLength().Should().Be(0);
        events.FinalItem().Text("server_label").Should().Be("docs");
        events.FinalItem().At("tools").ShouldBeJson(
            """[{"name":"find","description":"Finds","input_schema":{"type":"object"},"annotations":null}]""");
        events.FinalItem().Has("error").Should().BeFalse();
    }

    [Fact]
    [Trait("Rule", "3.6.5")]
    public async Task A_list_that_could_not_be_had_fails_with_its_reason()
    {
        var events = await OneTurn.OfAsync(new([new ModelOutput.McpListTools("docs", [], "unreachable")]));

        events.Types().Should().Equal(
            "response.output_item.added",
            "response.mcp_list_tools.in_progress",
            "response.mcp_list_tools.failed",
            "response.output_item.done",
            "response.completed");
        events.FinalItem().Text("error").Should().Be("unreachable");
    }

    [Fact]
    [Trait("Rule", "3.6.6")]
    public async Task A_call_streams_its_arguments_and_holds_its_output()
    {
        var events = await OneTurn.OfAsync(new([new ModelOutput.McpCall("docs", "find", """{"q":"disk"}""", "71 %", null, "mcpr_1")]));

        events.Types().Should().Equal(
            "response.output_item.added",
            "response.mcp_call.in_progress",
            "response.mcp_call_arguments.delta",
            "response.mcp_call_arguments.delta",
            "response.mcp_call_arguments.done",
            "response.mcp_call.completed",
            "response.output_item.done",
            "response.completed");
        events.ShouldBeAboutItem(0, "mcp");
        (events[2].Text("delta") + events[3].Text("delta")).Should().Be("""{"q":"disk"}""");
        events[4].Text("arguments").Should().Be("""{"q":"disk"}""");
        events[0].At("item", "output").ShouldBeJson("null");
        var item = events.FinalItem();
        item.ShouldBeJson($$"""
            {"id":"{{item.Text("id")}}","type":"mcp_call","status":"completed","approval_request_id":"mcpr_1","server_label":"docs","name":"find",
             "arguments":"{\"q\":\"disk\"}","output":"71 %","error":null}
            """);
    }

    [Fact]
    [Trait("Rule", "3.6.6")]
    public async Task A_call_that_failed_says_so_in_event_and_item()
    {
        var events = await OneTurn.OfAsync(new([new ModelOutput.McpCall("docs", "find", "{}", null, "timed out")]));

        events.Types().Should().ContainInOrder("response.mcp_call_arguments.done", "response.mcp_call.failed", "response.output_item.done")
            .And.NotContain("response.mcp_call.completed");
        events.FinalItem().Text("status").Should().Be("failed");
        events.FinalItem().Text("error").Should().Be("timed out");
        events.FinalItem().At("output").ShouldBeJson("null");
    }

    [Fact]
    [Trait("Rule", "3.6.11")]
    public async Task An_approval_is_asked_for_without_inner_events_and_its_answer_is_accepted()
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel()
            .Then(new ModelAnswer([new ModelOutput.McpApprovalRequest("docs", "erase", "{}")]))
            .Then(ModelAnswer.Text("erased"));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("go");
        var events = await socket.ReceiveTurnAsync();
        var item = events[^1].At("response", "output", 0);
        await socket.CreateAsync($$"""
            "previous_response_id":"{{events[^1].ResponseId()}}",
            "input":[{"type":"mcp_approval_response","approval_request_id":"{{item.Text("id")}}","approve":true}]
            """);
        var answer = (await socket.ReceiveTurnAsync())[^1];

        events.Skip(2).Types().Should().Equal("response.output_item.added", "response.output_item.done", "response.completed");
        events.Skip(2).ShouldBeAboutItem(0, "mcpr");
        item.ShouldBeJson($$"""
            {"id":"{{item.Text("id")}}","type":"mcp_approval_request","server_label":"docs","name":"erase","arguments":"{}"}
            """);
        answer.OutputText().Should().Be("erased");
    }
}
