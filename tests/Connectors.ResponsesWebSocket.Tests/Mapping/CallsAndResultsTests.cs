namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Calls and results of histories from anywhere.</summary>
public sealed class CallsAndResultsTests
{
    [Fact]
    [Trait("Contract", "H13")]
    [Trait("Contract", "H24")]
    [Trait("Contract", "H25")]
    public async Task Calls_and_results_are_sent_from_the_items_alone()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));

        await harness.AskAsync(
        [
            new ChatMessageContent(AuthorRole.User, content: "go"),
            new ChatMessageContent(AuthorRole.Assistant, [new TextContent("Let me look."), new FunctionCallContent("F", "P", "c1", new() { ["city"] = "Rome" }), new FunctionCallContent("unidentified")]),
            new ChatMessageContent(AuthorRole.Tool, [new FunctionResultContent("F", "P", "c1", "rain")]),
        ]);

        var input = harness.LastCreate.Input();
        Canonical.Of(input).Should().Equal("user: go", "assistant: Let me look.", """c1 calls P-F with {"city":"Rome"}""", "c1 gave rain");
        input[2].ShouldBeJson("""{"type":"function_call","call_id":"c1","name":"P-F","arguments":"{\"city\":\"Rome\"}"}""");
        input[3].ShouldBeJson("""{"type":"function_call_output","call_id":"c1","output":"rain"}""");
    }

    [Fact]
    [Trait("Contract", "H24")]
    public async Task A_simulated_call_added_to_an_answer_of_the_model_is_sent_with_it()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("Sunny."), Answers.Text("ok"));
        var history = Harness.Said("weather?");
        history.Add(await harness.AskAsync(history));
        history[1].Items.Add(new FunctionCallContent("weather-alert", id: "call_123"));
        history.Add(new FunctionResultContent("weather-alert", callId: "call_123", result: "storm").ToChatMessage());

        await harness.AskAsync(history);

        Canonical.Of(harness.Emulator.Journal.Responses[^1].Context)
            .Should().Equal("user: weather?", "assistant: Sunny.", "call_123 calls weather-alert with null", "call_123 gave storm");
    }

    [Fact]
    [Trait("Contract", "H16")]
    public async Task Names_of_replayed_calls_are_made_acceptable()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));

        await harness.AskAsync(CallAndResult(new FunctionCallContent("bar.foo", "P", "c1", []), "1"));

        harness.LastCreate.Input()[0].Text("name").Should().Be("P-bar_foo");
    }

    [Fact]
    [Trait("Contract", "H13")]
    public async Task A_call_that_stands_in_metadata_and_items_is_sent_once_as_the_model_wrote_it()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var history = CallAndResult(new FunctionCallContent("F", "P", "c1", new() { ["age"] = "36" }), "1");
        history[0].Metadata = new Dictionary<string, object?> { ["ChatResponseMessage.FunctionToolCalls"] = new List<ChatToolCall> { Answers.Raw("c1", "P-F", """{"age": 36}""") } };

        await harness.AskAsync(history);

        Canonical.Of(harness.LastCreate.Input()).Should().Equal("""c1 calls P-F with {"age": 36}""", "c1 gave 1");
    }

    [Fact]
    [Trait("Contract", "H18")]
    public async Task A_tool_message_that_names_its_call_in_the_metadata_is_its_content()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var history = CallAndResult(new FunctionCallContent("F", "P", "c1"), "overruled");
        history[1] = new ChatMessageContent(AuthorRole.Tool, content: "said", metadata: new Dictionary<string, object?> { ["ChatCompletionsToolCall.Id"] = "c1" });

        await harness.AskAsync(history);

        Canonical.Of(harness.LastCreate.Input())[^1].Should().Be("c1 gave said");
    }

    [Fact]
    [Trait("Contract", "H19")]
    public async Task Several_results_in_one_message_are_several_outputs_and_other_items_none()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));

        await harness.AskAsync(
        [
            new ChatMessageContent(AuthorRole.Assistant, [new FunctionCallContent("F", "P", "c1", []), new FunctionCallContent("F", "P", "c2", [])]),
            new ChatMessageContent(AuthorRole.Tool, [new TextContent("twin"), new FunctionResultContent(callId: "c1", result: "1"), new FunctionResultContent(callId: "c2", result: "2")]),
        ]);

        Canonical.Of(harness.LastCreate.Input().Skip(2)).Should().Equal("c1 gave 1", "c2 gave 2");
    }

    [Fact]
    [Trait("Contract", "H20")]
    public async Task A_tool_message_without_a_result_is_refused()
    {
        await using var harness = await Harness.StartAsync();

        var asking = () => harness.AskAsync([new ChatMessageContent(AuthorRole.Tool, content: "result of what?")]);

        await asking.Should().ThrowAsync<NotSupportedException>().WithMessage("No function result provided in the tool message.");
    }

    public static TheoryData<object?, string> Results => new()
    {
        { null, "" },
        { "text", "text" },
        { 42, "42" },
        { new InvalidOperationException("boom"), "Error: Exception while invoking function. boom" },
        { new ImageContent(new byte[] { 1 }, "image/png"), "Error: This model does not support image content in tool results." },
        { JsonDocument.Parse("\"rainy\"").RootElement, "rainy" },
        { JsonDocument.Parse("{\"a\":1}").RootElement, "{\"a\":1}" },
    };

    [Theory]
    [MemberData(nameof(Results))]
    [Trait("Contract", "H21")]
    [Trait("Contract", "H22")]
    [Trait("Contract", "H26")]
    public async Task A_result_of_any_kind_is_text(object? result, string expected)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));

        await harness.AskAsync(CallAndResult(new FunctionCallContent("F", "P", "c1"), result));

        Canonical.Of(harness.LastCreate.Input())[^1].Should().Be($"c1 gave {expected}");
    }

    [Fact]
    [Trait("Contract", "P8")]
    public async Task An_overlong_call_id_is_shortened_alike_for_call_and_result_in_the_request_only()
    {
        var id = "call_" + new string('x', 100);
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var history = CallAndResult(new FunctionCallContent("F", "P", id, []), "1");

        await harness.AskAsync(history);

        var sent = harness.LastCreate.Input().Select(static item => item.Text("call_id")).Distinct().Should().ContainSingle().Subject;
        sent!.Length.Should().BeInRange(1, 64);
        FunctionCallContent.GetFunctionCalls(history[0]).Single().Id.Should().Be(id);
    }

    [Fact]
    [Trait("Contract", "P9")]
    public async Task A_result_without_its_call_is_left_out_of_the_request_only()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var history = new ChatHistory { new FunctionResultContent("F", "P", "c0", "1").ToChatMessage(), new(AuthorRole.User, content: "go") };

        await harness.AskAsync(history);

        Canonical.Of(harness.LastCreate.Input()).Should().Equal("user: go");
        history.Should().HaveCount(2);
    }

    private static ChatHistory CallAndResult(FunctionCallContent call, object? result) =>
    [
        new ChatMessageContent(AuthorRole.Assistant, [call]),
        new FunctionResultContent(call, result).ToChatMessage(),
    ];
}
