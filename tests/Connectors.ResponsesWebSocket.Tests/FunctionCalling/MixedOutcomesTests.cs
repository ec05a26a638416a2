namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>Bad JSON, an invented name, a function that throws, one that returns, one that returns nothing.</summary>
public sealed class MixedOutcomesTests
{
    private const string BadJson = "Error: Function call processing failed. Correct yourself. Error: Function call arguments were invalid JSON.";
    private const string Invented = "Error: Function call request for a function that wasn't defined. Correct yourself.";
    private const string Thrown = "Error: Exception while invoking function. boom";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_after_the_other_every_call_is_answered_in_its_place(bool streaming)
    {
        await using var harness = await MixedAsync();
        var history = Harness.Said("go");

        await harness.AnswerAsync(history, streaming, Harness.Auto);

        Results(history).Should().Equal(("c1", BadJson, BadJson), ("c2", Invented, Invented), ("c3", null, Thrown), ("c4", "42", "42"), ("c5", "", ""));
        Canonical.Of(harness.LastNew).Should().Equal(
            $"c1 gave {BadJson}", $"c2 gave {Invented}", $"c3 gave {Thrown}", "c4 gave 42", "c5 gave ");
    }

    [Fact]
    [Trait("Contract", "FI1")]
    [Trait("Contract", "FI2")]
    public async Task Filters_see_the_valid_calls_only_but_count_all()
    {
        await using var harness = await MixedAsync();
        var seen = new List<(int Index, int Count)>();
        harness.With(new InlineFilter((context, next) =>
        {
            seen.Add((context.FunctionSequenceIndex, context.FunctionCount));
            return next(context);
        }));

        await harness.AskAsync("go", Harness.Auto);

        seen.Should().Equal((2, 5), (3, 5), (4, 5));
    }

    [Fact]
    [Trait("Contract", "F10")]
    public async Task A_name_that_the_kernel_knows_but_the_request_did_not_offer_counts_as_invented()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "Q-F"), Answers.Text("sorry"));
        harness.With("P", () => 1).With("Q", () => 2);
        var history = Harness.Said("go");
        var offered = harness.Kernel.Plugins.GetFunction("P", "F");

        await harness.AskAsync(history, new ResponsesWebSocketPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto([offered]) });

        history[2].Content.Should().Be(Invented);
    }

    [Fact]
    [Trait("Contract", "F9")]
    [Trait("Contract", "F10")]
    public async Task A_function_removed_from_the_kernel_after_it_was_offered_is_not_found()
    {
        await using var harness = await Harness.StartAsync(Answers.Calls(("c1", "P-F", "{}"), ("c2", "Q-F", "{}")), Answers.Text("sorry"));
        harness.With("P", () => harness.Kernel.Plugins.Remove(harness.Kernel.Plugins["Q"])).With("Q", () => 2);
        var history = Harness.Said("go");

        await harness.AskAsync(history, Harness.Auto);

        history[3].Content.Should().Be("Error: Requested function could not be found. Correct yourself.");
    }

    [Fact]
    [Trait("Contract", "F11")]
    public async Task Names_are_matched_whatever_their_case()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "p-f"), Answers.Text("done"));
        var history = Harness.Said("go");

        await harness.With("P", () => 7).AskAsync(history, Harness.Auto);

        history[2].Content.Should().Be("7");
    }

    private static async Task<Harness> MixedAsync()
    {
        var harness = await Harness.StartAsync(
            Answers.Calls(("c1", "P-Returns", "{not json"), ("c2", "P-Nowhere", "{}"), ("c3", "P-Throws", "{}"), ("c4", "P-Returns", "{}"), ("c5", "P-Nothing", "{}")),
            Answers.Text("done"));
        return harness.With(
            "P",
            Harness.Function("Returns", () => 42),
            Harness.Function("Throws", () => { throw new InvalidOperationException("boom"); }),
            Harness.Function("Nothing", () => { }));
    }

    private static List<(string? Id, string? Content, object? Result)> Results(ChatHistory history) =>
        [.. history.Where(static message => message.Role == AuthorRole.Tool).Select(static message =>
        {
            var result = message.Items.OfType<FunctionResultContent>().Single();
            return (result.CallId, message.Content, result.Result);
        })];
}
