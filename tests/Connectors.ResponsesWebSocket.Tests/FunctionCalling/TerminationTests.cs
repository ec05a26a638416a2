namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>A filter ends the loop.</summary>
public sealed class TerminationTests
{
    private int _runs;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "FI8")]
    public async Task Before_the_function_nothing_is_run_and_the_result_is_empty(bool streaming)
    {
        await using var harness = await TwoCallsAsync();
        harness.With(new InlineFilter((context, _) =>
        {
            context.Terminate = true;
            return Task.CompletedTask;
        }));

        await EndsWithAsync(harness, streaming, Harness.Auto, expectedContent: "", runs: 0, answered: ["c1 gave "]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "FI9")]
    public async Task After_the_function_its_result_stands_and_later_calls_are_neither_run_nor_answered(bool streaming)
    {
        await using var harness = await TwoCallsAsync();
        harness.With(TerminateAfter("c1"));

        await EndsWithAsync(harness, streaming, Harness.Auto, expectedContent: "one", runs: 1, answered: ["c1 gave one"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "FI10")]
    [Trait("Contract", "FI11")]
    public async Task Concurrently_all_results_are_kept_and_the_last_one_is_returned(bool streaming)
    {
        await using var harness = await TwoCallsAsync();
        harness.With(TerminateAfter("c1"));

        await EndsWithAsync(harness, streaming, Harness.Concurrent, expectedContent: "two", runs: 2, answered: ["c1 gave one", "c2 gave two"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_filter_that_terminates_and_throws_leaves_its_error(bool streaming)
    {
        await using var harness = await TwoCallsAsync();
        harness.With(new InlineFilter((context, _) =>
        {
            context.Terminate = true;
            throw new InvalidOperationException("no");
        }));

        await EndsWithAsync(harness, streaming, Harness.Auto, expectedContent: null, runs: 0, answered: ["c1 gave Error: Exception while invoking function. no"]);
    }

    [Fact]
    [Trait("Contract", "FI14")]
    public async Task The_calls_left_open_are_answered_in_the_next_request_but_not_in_the_history()
    {
        await using var harness = await TwoCallsAsync();
        harness.With(TerminateAfter("c1"));
        var history = Harness.Said("go");
        await harness.AskAsync(history, Harness.Auto);
        harness.Kernel.AutoFunctionInvocationFilters.Clear();
        history.AddUserMessage("go on");
        var before = Canonical.Of(history);

        var answer = await harness.AskAsync(history, Harness.Auto);

        answer.Content.Should().Be("done");
        Canonical.Of(history).Should().Equal(before);
        harness.Emulator.Journal.EveryCallHasExactlyOneOutput();
        harness.LastNew.Select(static item => item.Has("call_id") ? item.Text("call_id") : "-").Should().Equal("c1", "c2", "-");
    }

    private static InlineFilter TerminateAfter(string id) => new(async (context, next) =>
    {
        await next(context);
        context.Terminate |= context.ToolCallId == id;
    });

    private async Task<Harness> TwoCallsAsync()
    {
        var harness = await Harness.StartAsync(Answers.Calls(("c1", "P-F", "{}"), ("c2", "Q-F", "{}")), Answers.Text("done"));
        return harness.With("P", () => Run("one")).With("Q", () => Run("two"));
    }

    private string Run(string result)
    {
        Interlocked.Increment(ref _runs);
        return result;
    }

    private async Task EndsWithAsync(
        Harness harness, bool streaming, PromptExecutionSettings settings, string? expectedContent, int runs, string[] answered)
    {
        var history = Harness.Said("go");
        if (streaming)
        {
            var last = (await harness.StreamAsync(history, settings))[^1];
            last.Role.Should().Be(AuthorRole.Tool);
            last.Content.Should().Be(expectedContent);
            last.Metadata.Should().BeNull();
            last.Items.OfType<StreamingFunctionCallUpdateContent>().Should().BeEmpty();
        }
        else
        {
            var answer = await harness.AskAsync(history, settings);
            answer.Should().BeSameAs(history.Last());
            answer.Content.Should().Be(expectedContent);
        }

        Canonical.Of(history.Skip(2)).Should().Equal(answered);
        history[1].Role.Should().Be(AuthorRole.Assistant);
        _runs.Should().Be(runs);
        harness.Creates.Should().ContainSingle();
    }
}
