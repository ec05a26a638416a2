namespace Connectors.ResponsesWebSocket.Tests.Scenarios;

/// <summary>Two calls in one round, one after the other, step by step.</summary>
public sealed class TwoCallsTraceTests
{
    private const string CallsBoth = "c1 calls P-F1 with {\"a\" : 1}";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "F7")]
    [Trait("Contract", "F17")]
    [Trait("Contract", "FI3")]
    public async Task Each_step_of_a_round_with_two_calls_finds_the_history_that_it_has_with_the_stock_connector(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Calls(("c1", "P-F1", """{"a" : 1}"""), ("c2", "P-F2", "{}")), Answers.Text("done"));
        var history = Harness.Said("go");
        var steps = new List<string>();
        harness.With(
            "P",
            Harness.Function("F1", (int a) => Noted("F1 runs", "one")),
            Harness.Function("F2", () => Noted("F2 runs", "two")));
        harness.With(new InlineFilter((context, next) =>
        {
            context.ChatHistory.Last().Should().BeSameAs(history[^1]);
            context.ChatMessageContent.Should().BeSameAs(history[1]);
            Noted($"filter {context.RequestSequenceIndex} {context.FunctionSequenceIndex} of {context.FunctionCount}", "");
            return next(context);
        }));

        var result = streaming ? null : (await harness.Service.GetChatMessageContentsAsync(history, Harness.Auto, harness.Kernel, harness.Limit)).Should().ContainSingle().Subject;
        var text = streaming ? await harness.AnswerAsync(history, streaming: true, Harness.Auto) : result!.Content;

        text.Should().Be("done");
        steps.Should().Equal(
            "filter 0 0 of 2, 2 messages",
            "F1 runs, 2 messages",
            "filter 0 1 of 2, 3 messages",
            "F2 runs, 3 messages");
        Canonical.Of(history).Should().Equal("user: go", CallsBoth, "c2 calls P-F2 with {}", "c1 gave one", "c2 gave two");
        history.Should().NotContain(message => ReferenceEquals(message, result));
        result?.Role.Should().Be(AuthorRole.Assistant);

        string Noted(string step, string value)
        {
            steps.Add($"{step}, {history.Count} messages");
            return value;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "F1")]
    [Trait("Contract", "T13")]
    public async Task Two_requests_are_made_and_the_second_is_answered_from_all_that_was_said(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Calls(("c1", "P-F1", """{"a" : 1}"""), ("c2", "P-F2", "{}")), Answers.Text("done"));
        harness.With("P", Harness.Function("F1", (int a) => "one"), Harness.Function("F2", () => "two"));

        await harness.AnswerAsync(Harness.Said("go"), streaming, Harness.Auto);

        harness.Creates.Should().HaveCount(2).And.OnlyContain(static create => create.Text("tool_choice") == "auto");
        foreach (var create in harness.Creates)
        {
            create.At("tools").EnumerateArray().Select(static tool => (tool.Text("name"), tool.At("strict").GetBoolean())).Should().Equal(("P-F1", false), ("P-F2", false));
        }

        harness.Emulator.Journal.Responses.Select(static response => Canonical.Of(response.Context)).Should().BeEquivalentTo(
            new[] { new[] { "user: go" }, ["user: go", CallsBoth, "c2 calls P-F2 with {}", "c1 gave one", "c2 gave two"] },
            static options => options.WithStrictOrdering());
    }
}
