namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Function calls in an answer.</summary>
public sealed class CallShapeTests
{
    [Fact]
    [Trait("Contract", "N2")]
    public async Task Text_stands_before_the_calls_and_the_calls_in_the_models_order()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.TextAndCalls("Let me look.", ("P-F", "{}"), ("P-G", "{}")));

        var answer = await AskAsync(harness);

        answer.Content.Should().Be("Let me look.");
        answer.Items.Select(static item => item.GetType()).Should().Equal(typeof(TextContent), typeof(FunctionCallContent), typeof(FunctionCallContent));
        FunctionCallContent.GetFunctionCalls(answer).Select(static call => call.FunctionName).Should().Equal("F", "G");
    }

    [Fact]
    [Trait("Contract", "N11")]
    [Trait("Contract", "N6")]
    public async Task A_call_has_its_id_its_parsed_name_and_its_arguments()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F-with-hyphens", """{"City":"Rome"}"""));

        var answer = await AskAsync(harness);

        var call = FunctionCallContent.GetFunctionCalls(answer).Single();
        (call.Id, call.PluginName, call.FunctionName).Should().Be(("c1", "P", "F-with-hyphens"));
        call.Arguments!["city"].Should().Be("Rome");
        call.Exception.Should().BeNull();
        call.InnerContent.Should().BeOfType<ChatToolCall>().Which.FunctionArguments.ToString().Should().Be("""{"City":"Rome"}""");
        answer.Metadata!["FinishReason"].Should().Be("ToolCalls");
    }

    [Fact]
    [Trait("Contract", "N9")]
    public async Task The_calls_stand_verbatim_in_the_metadata()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F", """{"a" : 1}"""));

        var answer = await AskAsync(harness);

        answer.Metadata!["ChatResponseMessage.FunctionToolCalls"].Should().BeOfType<List<ChatToolCall>>()
            .Which.Select(static call => (call.Id, call.FunctionName, call.FunctionArguments.ToString())).Should().Equal(("c1", "P-F", """{"a" : 1}"""));
    }

    [Fact]
    [Trait("Contract", "N12")]
    public async Task Argument_values_are_text_by_default()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F", """{"n":1.50,"t":true,"o":{"a":1},"z":null,"s":"x"}"""));

        var arguments = FunctionCallContent.GetFunctionCalls(await AskAsync(harness)).Single().Arguments!;

        arguments["n"].Should().Be("1.50");
        arguments["t"].Should().Be("True");
        arguments["o"].Should().Be("""{"a":1}""");
        arguments["z"].Should().BeNull();
        arguments["s"].Should().Be("x");
    }

    [Fact]
    [Trait("Contract", "N12")]
    public async Task Argument_values_keep_their_types_when_asked_to()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F", """{"n":1}"""));
        var settings = new ResponsesWebSocketPromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(autoInvoke: false, options: new() { RetainArgumentTypes = true }),
        };

        var answer = await harness.With("P", () => 1).AskAsync("go", settings);

        FunctionCallContent.GetFunctionCalls(answer).Single().Arguments!["n"].Should().BeOfType<JsonElement>().Which.GetInt32().Should().Be(1);
    }

    [Theory]
    [InlineData("{oops")]
    [InlineData("[1]")]
    [InlineData("")]
    [Trait("Contract", "N13")]
    public async Task Arguments_that_are_no_JSON_object_are_a_stored_exception(string arguments)
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F", arguments));

        var call = FunctionCallContent.GetFunctionCalls(await AskAsync(harness)).Single();

        call.Arguments.Should().BeNull();
        call.Exception.Should().BeOfType<KernelException>().Which.InnerException.Should().BeAssignableTo<JsonException>();
        call.Exception!.Message.Should().Be("Error: Function call arguments were invalid JSON.");
    }

    private static Task<ChatMessageContent> AskAsync(Harness harness) => harness.With("P", () => 1).AskAsync("go", Harness.Manual);
}
