namespace ResponsesWebSocket.Emulator.Tests.Outputs;

public sealed class BrokenEndingTests
{
    [Theory]
    [InlineData("max_output_tokens")]
    [InlineData("content_filter")]
    [Trait("Rule", "3.5.8")]
    public async Task A_cut_inside_a_text_closes_part_and_item_as_incomplete(string reason)
    {
        var events = await OneTurn.OfAsync(ModelAnswer.Incomplete("Rea", reason));

        events.Types().Should().Equal(
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.incomplete");
        events.FinalItem().Text("status").Should().Be("incomplete");
        events.FinalItem().Text("content", 0, "text").Should().Be("Rea");
        events[^1].Text("response", "status").Should().Be("incomplete");
        events[^1].Text("response", "incomplete_details", "reason").Should().Be(reason);
        events[^1].At("response", "usage", "output_tokens").GetInt32().Should().Be(1);
    }

    [Fact]
    [Trait("Rule", "3.5.8")]
    public async Task Only_the_last_item_is_incomplete_and_a_cut_call_has_truncated_arguments()
    {
        ModelOutput[] outputs = [new ModelOutput.Text(["Whole."]), .. ModelAnswer.IncompleteCall("f", "{\"a\":", "x").Outputs];

        var events = await OneTurn.OfAsync(new(outputs, new AnswerEnding.Incomplete("max_output_tokens")));

        events.FinalItem(0).Text("status").Should().Be("completed");
        events.FinalItem(1).Text("status").Should().Be("incomplete");
        events.FinalItem(1).Text("arguments").Should().Be("{\"a\":");
        events.Should().ContainSingle(static e => e.Type() == "response.function_call_arguments.done").Which.Text("arguments").Should().Be("{\"a\":");
    }

    [Fact]
    public async Task A_limit_between_items_leaves_the_last_one_completed()
    {
        var events = await OneTurn.OfAsync(new([new ModelOutput.Text(["Whole."])], new AnswerEnding.Incomplete("max_output_tokens") { BetweenItems = true }));

        events.FinalItem().Text("status").Should().Be("completed");
        events[^1].Type().Should().Be("response.incomplete");
    }

    [Fact]
    [Trait("Rule", "3.5.9")]
    public async Task A_response_that_fails_after_output_keeps_what_was_done()
    {
        var events = await OneTurn.OfAsync(new([new ModelOutput.Text(["Whole."])], new AnswerEnding.Failed("server_error", "Sorry.")));

        events[^1].Type().Should().Be("response.failed");
        events[^1].At("response", "error").ShouldBeJson("""{"code":"server_error","message":"Sorry."}""");
        events.FinalItem().Text("status").Should().Be("completed");
    }

    [Fact]
    [Trait("Rule", "3.5.9")]
    public async Task A_response_can_fail_while_an_item_is_open()
    {
        var events = await OneTurn.OfAsync(
            new([new ModelOutput.Text(["Whole."]), new ModelOutput.Text(["Bro"])], new AnswerEnding.Failed("server_error", "Sorry.") { BreaksLastItem = true }));

        events.Skip(5).Types().Should().Equal(
            "response.output_item.done",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.failed");
        events[^1].At("response", "output").GetArrayLength().Should().Be(1);
    }

    public static TheoryData<ModelOutput, string> OpenItems => new()
    {
        { new ModelOutput.Refusal(["No"]), "response.refusal.delta" },
        { new ModelOutput.Call("f", "{}"), "response.function_call_arguments.delta" },
        { new ModelOutput.CustomCall("f", "x"), "response.custom_tool_call_input.delta" },
        { new ModelOutput.Reasoning(["Hm"]), "response.reasoning_summary_text.delta" },
        { new ModelOutput.Reasoning([]) { RawText = ["Hm"] }, "response.reasoning_text.delta" },
        { new ModelOutput.WebSearchCall("q"), "response.web_search_call.searching" },
        { new ModelOutput.WebPageCall("u"), "response.web_search_call.searching" },
        { new ModelOutput.FileSearchCall(["q"]), "response.file_search_call.searching" },
        { new ModelOutput.CodeInterpreterCall("1"), "response.code_interpreter_call_code.delta" },
        { new ModelOutput.ImageGenerationCall("QQ=="), "response.image_generation_call.generating" },
        { new ModelOutput.McpListTools("s", []), "response.mcp_list_tools.in_progress" },
        { new ModelOutput.McpCall("s", "f", "{}", "x"), "response.mcp_call_arguments.delta" },
        { new ModelOutput.ShellCall(["ls"]), "response.shell_call_command.delta" },
        { new ModelOutput.ShellCallOutput("call_1", [new("x")]), "response.shell_call_output_content.delta" },
    };

    [Theory]
    [MemberData(nameof(OpenItems), DisableDiscoveryEnumeration = true)]
    public async Task An_error_can_strike_while_an_item_of_any_kind_is_open(ModelOutput output, string last)
    {
        var error = new AnswerEnding.Error(500, "server_error", "Sorry.") { BreaksLastItem = true };

        var events = await OneTurn.OfAsync(new([output], error), ""","reasoning":{"summary":"auto"}""");

        events[^2].Type().Should().Be(last);
        events[^1].Type().Should().Be("error");
        events.Types().Should().NotContain(static type => type!.EndsWith(".done") || type.EndsWith(".completed"));
    }
}
