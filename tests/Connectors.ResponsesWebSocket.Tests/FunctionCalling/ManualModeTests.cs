namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>The caller runs the functions.</summary>
public sealed class ManualModeTests
{
    [Fact]
    [Trait("Contract", "F19")]
    public async Task The_calls_are_returned_and_the_history_is_left_alone()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"));
        var history = Harness.Said("go");

        var answer = await harness.With("P", () => 1).AskAsync(history, Harness.Manual);

        history.Should().ContainSingle();
        answer.Content.Should().BeNull();
        FunctionCallContent.GetFunctionCalls(answer).Should().ContainSingle().Which.Id.Should().Be("c1");
        harness.Creates.Should().ContainSingle();
    }

    [Fact]
    [Trait("Contract", "F23")]
    [Trait("Contract", "H21")]
    [Trait("Contract", "H22")]
    public async Task Raw_results_and_exceptions_reach_the_model_as_text()
    {
        await using var harness = await Harness.StartAsync(
            Answers.Calls(("c1", "P-Number", "{}"), ("c2", "P-List", "{}"), ("c3", "P-Number", "{}")), Answers.Text("done"));
        harness.With("P", Harness.Function("Number", () => 42), Harness.Function("List", () => new List<string> { "a", "b" }));
        var history = Harness.Said("go");

        history.Add(await harness.AskAsync(history, Harness.Manual));
        var calls = FunctionCallContent.GetFunctionCalls(history[1]).ToList();
        history.Add((await calls[0].InvokeAsync(harness.Kernel, harness.Limit)).ToChatMessage());
        history.Add((await calls[1].InvokeAsync(harness.Kernel, harness.Limit)).ToChatMessage());
        history.Add(new FunctionResultContent(calls[2], new InvalidOperationException("boom")).ToChatMessage());
        var answer = await harness.AskAsync(history, Harness.Manual);

        answer.Content.Should().Be("done");
        Canonical.Of(harness.LastNew).Should().Equal(
            "c1 gave 42", """c2 gave ["a","b"]""", "c3 gave Error: Exception while invoking function. boom");
        harness.Plans[^1].Kind.Should().Be(Harness.Continued);
    }

    [Fact]
    public async Task Streamed_calls_put_together_by_the_builder_continue_the_conversation()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F", """{"city":"Rome"}"""), Answers.Text("done"));
        harness.With("P", (string city) => $"rain in {city}");
        var history = Harness.Said("go");
        var builder = new FunctionCallContentBuilder();
        AuthorRole? role = null;
        foreach (var chunk in await harness.StreamAsync(history, Harness.Manual))
        {
            role ??= chunk.Role;
            builder.Append(chunk);
        }

        // A message of the plain class, without raw calls.
        var message = new ChatMessageContent(role ?? default, content: null);
        history.Add(message);
        foreach (var call in builder.Build())
        {
            message.Items.Add(call);
            history.Add((await call.InvokeAsync(harness.Kernel, harness.Limit)).ToChatMessage());
        }

        (await harness.AskAsync(history, Harness.Manual)).Content.Should().Be("done");
        Canonical.Of(harness.LastNew).Should().Equal("c1 gave rain in Rome");
        history.Should().HaveCount(3);
    }

    [Fact]
    [Trait("Contract", "F23")]
    public async Task A_call_that_cannot_be_read_throws_when_it_is_invoked_and_not_before()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F", "{oops"));

        var answer = await harness.With("P", () => 1).AskAsync("go", Harness.Manual);

        var call = FunctionCallContent.GetFunctionCalls(answer).Single();
        var invoking = () => call.InvokeAsync(harness.Kernel, harness.Limit);
        await invoking.Should().ThrowAsync<KernelException>().WithMessage("Error: Function call arguments were invalid JSON.");
    }

    [Fact]
    [Trait("Contract", "T16")]
    public async Task Functions_are_offered_without_a_kernel()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"));
        var function = KernelPluginFactory.CreateFromFunctions("P", [Harness.Function("F", () => 1)])["F"];

        var answer = await harness.Service.GetChatMessageContentAsync(
            Harness.Said("go"),
            new ResponsesWebSocketPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto([function], autoInvoke: false) },
            kernel: null,
            harness.Limit);

        harness.LastCreate.Text("tools", 0, "name").Should().Be("P-F");
        FunctionCallContent.GetFunctionCalls(answer).Should().ContainSingle();
    }
}
