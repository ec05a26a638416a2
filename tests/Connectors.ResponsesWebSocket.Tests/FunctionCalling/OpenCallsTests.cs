namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>A call that a filter left unanswered is answered in the requests that follow, never in the caller's history.</summary>
public sealed class OpenCallsTests
{
    private const string NoResult = "c2 gave No result: the call was interrupted. It may or may not have been carried out.";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "FI14")]
    public async Task The_next_request_holds_one_neutral_output_and_is_accepted(bool streaming)
    {
        await using var harness = await TerminatedAsync();
        var history = Harness.Said("go");
        await harness.AnswerAsync(history, streaming, Harness.Auto);
        history.AddUserMessage("go on");
        var before = JsonSerializer.Serialize(history);

        var answer = await harness.AnswerAsync(history, streaming, Harness.Auto);

        answer.Should().Be("first");
        JsonSerializer.Serialize(history).Should().Be(before);
        Canonical.Of(harness.LastNew).Should().Equal("c1 gave one", NoResult, "user: go on");
        harness.Plans[^1].Kind.Should().Be(Harness.Continued);
        harness.Emulator.Journal.EveryCallHasExactlyOneOutput();
    }

    [Fact]
    [Trait("Contract", "FI14")]
    public async Task Later_turns_keep_to_it_and_go_on_from_what_the_service_holds()
    {
        await using var harness = await TerminatedAsync();
        var history = Harness.Said("go");
        await harness.AskAsync(history, Harness.Auto);
        history.AddUserMessage("go on");
        history.Add(await harness.AskAsync(history, Harness.Auto));
        history.AddUserMessage("and on");

        var answer = await harness.AskAsync(history, Harness.Auto);

        answer.Content.Should().Be("second");
        Canonical.Of(harness.LastNew).Should().Equal("user: and on");
        Canonical.Of(history).Should().NotContain(NoResult);
        harness.Emulator.Journal.EveryCallHasExactlyOneOutput();
    }

    [Fact]
    [Trait("Contract", "FI14")]
    [Trait("Contract", "J1")]
    public async Task A_history_read_from_JSON_is_accepted_by_a_service_that_never_saw_it()
    {
        await using var harness = await TerminatedAsync();
        var history = Harness.Said("go");
        await harness.AskAsync(history, Harness.Auto);
        history.AddUserMessage("go on");
        await using var later = await Harness.StartAsync(Answers.Text("ok"));

        await later.AskAsync(JsonSerializer.Deserialize<ChatHistory>(JsonSerializer.Serialize(history))!);

        Canonical.Of(later.LastCreate.Input()).Should().Equal("user: go", "c1 calls P-F with {}", "c2 calls P-F with {}", "c1 gave one", NoResult, "user: go on");
        later.Emulator.Journal.EveryCallHasExactlyOneOutput();
    }

    /// <summary>The first round ends after the first of two calls; later rounds are answered with texts.</summary>
    private static async Task<Harness> TerminatedAsync()
    {
        var harness = await Harness.StartAsync(Answers.Calls(("c1", "P-F", "{}"), ("c2", "P-F", "{}")), Answers.Text("first"), Answers.Text("second"));
        return harness.With("P", () => "one").With(new InlineFilter(static async (context, next) =>
        {
            await next(context);
            context.Terminate = true;
        }));
    }
}
