namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>Where the loop ends although the model would go on, and where functions are no longer offered.</summary>
public sealed class LimitsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "F4")]
    public async Task After_128_rounds_the_calls_are_returned_uninvoked(bool streaming)
    {
        var runs = 0;
        await using var harness = await Harness.StartAsync(new AlwaysCalls());
        harness.With("P", () => Interlocked.Increment(ref runs));
        var history = Harness.Said("go");

        var calls = new FunctionCallContentBuilder();
        if (streaming)
        {
            (await harness.StreamAsync(history, Harness.Auto)).ToList().ForEach(calls.Append);
            calls.Build().Should().HaveCount(129);
        }
        else
        {
            FunctionCallContent.GetFunctionCalls(await harness.AskAsync(history, Harness.Auto)).Should().ContainSingle();
        }

        runs.Should().Be(128);
        harness.Creates.Should().HaveCount(129);
        harness.LastCreate.At("tools").GetArrayLength().Should().Be(1);
        history.Should().HaveCount(1 + (2 * 128));
        history.Last().Role.Should().Be(AuthorRole.Tool);
    }

    [Fact]
    [Trait("Contract", "F5")]
    public async Task Calls_nested_128_deep_are_returned_uninvoked()
    {
        await using var harness = await Harness.StartAsync(new AlwaysCalls());
        var depth = 0;
        var returned = 0;
        harness.With("P", async () =>
        {
            Interlocked.Increment(ref depth);
            // Each level asks anew; a filter keeps it to one round, so that only depth can end it.
            var inner = await harness.AskAsync("deeper", Harness.Auto);
            returned += FunctionCallContent.GetFunctionCalls(inner).Count();
            return "up";
        });
        harness.With(new InlineFilter(async (context, next) =>
        {
            await next(context);
            context.Terminate = true;
        }));

        await harness.AskAsync("go", Harness.Auto);

        depth.Should().Be(128);
        returned.Should().Be(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "T17")]
    public async Task Required_offers_functions_in_the_first_request_only(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));
        var history = Harness.Said("go");

        var answer = await harness.With("P", () => 1).AnswerAsync(
            history, streaming, new ResponsesWebSocketPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Required() });

        answer.Should().Be("done");
        Canonical.Of(history).Should().Equal("user: go", "c1 calls P-F with {}", "c1 gave 1");
        harness.Creates[0].Text("tool_choice").Should().Be("required");
        harness.Creates[0].At("tools").GetArrayLength().Should().Be(1);
        harness.Creates[1].Has("tools").Should().BeFalse();
        harness.Creates[1].Has("tool_choice").Should().BeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "F2")]
    public async Task A_response_cut_short_returns_its_calls_uninvoked(bool streaming)
    {
        var runs = 0;
        await using var harness = await Harness.StartAsync(
            new ModelAnswer([new ModelOutput.Call("P-F", "{\"a\":", "c1")], new AnswerEnding.Incomplete("max_output_tokens")));
        harness.With("P", () => Interlocked.Increment(ref runs));
        var history = Harness.Said("go");

        if (streaming)
        {
            (await harness.StreamAsync(history, Harness.Auto)).Select(static chunk => chunk.Metadata!["FinishReason"]).Should().ContainSingle(static reason => reason != null).Which.Should().Be("Length");
        }
        else
        {
            (await harness.AskAsync(history, Harness.Auto)).Metadata!["FinishReason"].Should().Be("Length");
        }

        runs.Should().Be(0);
        history.Should().ContainSingle();
    }

    private sealed class AlwaysCalls : IEmulatedModel
    {
        public ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult(ModelAnswer.Calls(("P-F", "{}")));
    }
}
