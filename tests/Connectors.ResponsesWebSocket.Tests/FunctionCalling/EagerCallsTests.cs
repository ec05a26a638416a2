namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>With eager invocation a call starts when the model has finished writing it, not when it has finished the response.</summary>
public sealed class EagerCallsTests
{
    private const string ItemDone = "response.output_item.done";

    private static readonly (string, string, string)[] TwoCalls = [("c1", "P-F", "{}"), ("c2", "Q-F", "{}")];

    private static ResponsesWebSocketPromptExecutionSettings Eager => new()
    {
        FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: new() { AllowConcurrentInvocation = true }),
        EagerFunctionInvocation = true,
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_runs_while_the_model_still_writes_and_results_stand_in_the_order_of_the_calls(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Calls(TwoCalls), Answers.Text("done"));
        using var held = harness.Emulator.Faults.HoldBeforeEvent(1, "response.completed");
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        harness.With("P", async () =>
        {
            started.SetResult();
            await ended.Task.WaitAsync(harness.Limit);
            return "first";
        });
        harness.With("Q", () =>
        {
            ended.SetResult();
            return "second";
        });
        var history = Harness.Said("go");

        var answer = harness.AnswerAsync(history, streaming, Eager);
        await started.Task.WaitAsync(harness.Limit);
        history.Should().ContainSingle("an unfinished answer is no part of the history");
        held.Release();

        (await answer).Should().Be("done");
        Canonical.Of(history).Should().Equal("user: go", "c1 calls P-F with {}", "c2 calls Q-F with {}", "c1 gave first", "c2 gave second");
        Canonical.Of(harness.Emulator.Journal.Responses[^1].Context).Should().Equal(Canonical.Of(history));
        harness.Plans[^1].Kind.Should().Be(Harness.Continued);
    }

    [Fact]
    public async Task A_filter_sees_the_calls_that_are_known_and_changes_the_arguments_that_the_history_shows()
    {
        await using var harness = await Harness.StartAsync(Answers.Calls(("c1", "P-F", """{"x":"1"}"""), ("c2", "P-F", """{"x":"2"}""")), Answers.Text("done"));
        var seen = new System.Collections.Concurrent.ConcurrentQueue<(string?, int, int, int)>();
        harness.With("P", (string x) => x).With(new InlineFilter(async (context, next) =>
        {
            seen.Enqueue((context.ToolCallId, context.FunctionSequenceIndex, context.RequestSequenceIndex, context.ChatMessageContent.Items.Count));
            context.Arguments!["x"] = "changed";
            await next(context);
        }));
        var history = Harness.Said("go");

        await harness.AskAsync(history, Eager);

        seen.Should().BeEquivalentTo([("c1", 0, 0, 1), ("c2", 1, 0, 2)]);
        FunctionCallContent.GetFunctionCalls(history[1]).Select(static call => call.Arguments!["x"]).Should().Equal("changed", "changed");
        Canonical.Of(history.Skip(1)).Should().Equal(["c1 calls P-F with {\"x\":\"1\"}", "c2 calls P-F with {\"x\":\"2\"}", "c1 gave changed", "c2 gave changed"], "what the model wrote is sent verbatim");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_socket_lost_after_a_call_started_costs_no_second_run_and_the_loop_goes_on_from_its_result(bool streaming)
    {
        var calls = new CallLog();
        await using var harness = await Harness.StartAsync(new AsksOnce());
        harness.Emulator.Faults.DropAfterEvent(1, ItemDone);
        harness.With(calls).With("P", () => 42).With("Q", () => 43);
        var history = Harness.Said("go");

        var answer = await harness.AnswerAsync(history, streaming, Eager);

        answer.Should().Be("done");
        calls.Ids.Should().Equal("c1");
        Canonical.Of(history).Should().Equal("user: go", "c1 calls P-F with {}", "c1 gave 42");
        Canonical.Of(harness.Emulator.Journal.Responses[^1].Context).Should().Equal(Canonical.Of(history));
        harness.Emulator.Journal.EveryCallHasExactlyOneOutput();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_could_not_be_started_is_not_kept_of_a_response_that_is_lost(bool streaming)
    {
        await using var harness = await Harness.StartAsync(new AsksOnce(Answers.Calls(("c1", "P-F", "{}"), ("c2", "P-Nothing", "{}"))));
        harness.Emulator.Faults.DropAfterEvent(1, ItemDone, occurrence: 2);
        harness.With("P", () => 42);
        var history = Harness.Said("go");

        await harness.AnswerAsync(history, streaming, Eager);

        Canonical.Of(history).Should().Equal("user: go", "c1 calls P-F with {}", "c1 gave 42");
        harness.Emulator.Journal.EveryCallHasExactlyOneOutput();
    }

    [Fact]
    public async Task Lost_twice_once_before_a_call_started_and_once_behind_it_the_text_is_kept_once()
    {
        await using var harness = await Harness.StartAsync(new AsksOnce(ModelAnswer.TextAndCalls("Let me see.", ("P-F", "{}"), ("P-F", "{}"))));
        harness.Emulator.Faults.DropAfterEvent(1, ItemDone);
        harness.Emulator.Faults.DropAfterEvent(2, ItemDone, occurrence: 2);
        harness.With("P", () => 42);
        var history = Harness.Said("go");

        await harness.AskAsync(history, Eager);

        history[1].Content.Should().Be("Let me see.");
        history.Should().HaveCount(3);
        harness.Creates.Should().HaveCount(4, "the second loss is noticed when the client has begun the response anew");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_response_cut_short_after_a_call_started_is_gone_on_from(bool streaming)
    {
        var cut = new ModelAnswer([new ModelOutput.Call("P-F", "{}", "c1"), .. ModelAnswer.Text("and th").Outputs], new AnswerEnding.Incomplete("max_output_tokens"));
        await using var harness = await Harness.StartAsync(cut, Answers.Text("done"));
        harness.With("P", () => 42);
        var history = Harness.Said("go");

        await harness.AnswerAsync(history, streaming, Eager);

        Canonical.Of(history).Should().Contain("c1 gave 42");
        harness.Emulator.Journal.EveryCallHasExactlyOneOutput();
        harness.Creates.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_response_that_failed_after_a_call_started_leaves_call_and_result_in_the_history(bool streaming)
    {
        var calls = new CallLog();
        await using var harness = await Harness.StartAsync(new AsksOnce());
        harness.Emulator.Faults.FailBeforeEvent(1, new EmulatedError(400, "content_policy", "No."), ItemDone, occurrence: 2);
        harness.With(calls).With("P", () => 42).With("Q", () => 43);
        var history = Harness.Said("go");

        var thrown = (await harness.Awaiting(h => h.AnswerAsync(history, streaming, Eager)).Should().ThrowAsync<Exception>()).Which;
        Failure.StatusOf(thrown, streaming).Should().Be(System.Net.HttpStatusCode.BadRequest);
        var again = await harness.AnswerAsync(history, streaming, Eager);

        again.Should().Be("done");
        calls.Ids.Should().Equal("c1");
        Canonical.Of(history).Should().Equal("user: go", "c1 calls P-F with {}", "c1 gave 42");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Left_while_a_started_call_runs_the_call_is_told_to_stop_and_what_became_of_it_is_kept(bool cancelled)
    {
        await using var harness = await Harness.StartAsync(Answers.Calls(TwoCalls));
        using var held = harness.Emulator.Faults.HoldBeforeEvent(1, "response.completed");
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(harness.Limit);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        harness.With("P", async (CancellationToken cancellationToken) =>
        {
            started.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        });
        var history = Harness.Said("go");

        var chunks = harness.Service.GetStreamingChatMessageContentsAsync(history, Eager, harness.Kernel, leaving.Token).GetAsyncEnumerator(leaving.Token);
        // The second call's name comes after the end of the first one, which runs then.
        while (await chunks.MoveNextAsync() && !chunks.Current.Items.OfType<StreamingFunctionCallUpdateContent>().Any(static call => call.CallId == "c2"))
        {
        }

        await started.Task.WaitAsync(harness.Limit);
        if (cancelled)
        {
            await leaving.CancelAsync();
            await chunks.Awaiting(static c => c.MoveNextAsync().AsTask()).Should().ThrowAsync<OperationCanceledException>();
        }

        await chunks.DisposeAsync();

        leaving.IsCancellationRequested.Should().Be(cancelled, "leaving alone ends the function");
        history.Should().HaveCount(3);
        history[2].Items.OfType<FunctionResultContent>().Should().ContainSingle().Which.CallId.Should().Be("c1");
        FunctionCallContent.GetFunctionCalls(history[1]).Should().ContainSingle().Which.Id.Should().Be("c1");
    }

    [Fact]
    public async Task An_invented_name_is_not_started_and_told_in_front_of_the_results()
    {
        await using var harness = await Harness.StartAsync(Answers.Calls(("c1", "P-F", "{}"), ("c2", "P-Nothing", "{}")), Answers.Text("done"));
        harness.With("P", () => 42);
        var history = Harness.Said("go");

        await harness.AskAsync(history, Eager);

        Canonical.Of(history.Skip(2)).Should().Equal("c2 gave Error: Function call request for a function that wasn't defined. Correct yourself.", "c1 gave 42");
    }

    [Fact]
    public async Task Ended_by_the_filter_of_a_started_call_the_loop_makes_no_further_request()
    {
        await using var harness = await Harness.StartAsync(Answers.Calls(TwoCalls));
        harness.With("P", () => 1).With("Q", () => 2).With(new InlineFilter(async (context, next) =>
        {
            await next(context);
            context.Terminate = context.ToolCallId == "c1";
        }));
        var history = Harness.Said("go");

        var answer = await harness.AskAsync(history, Eager);

        answer.Should().BeSameAs(history[^1]);
        Canonical.Of(history.Skip(2)).Should().Equal("c1 gave 1", "c2 gave 2");
        harness.Creates.Should().ContainSingle();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Without_concurrent_invocation_or_by_default_nothing_starts_before_the_response_is_whole(bool eager, bool concurrent)
    {
        var calls = new CallLog();
        await using var harness = await Harness.StartAsync(new AsksOnce());
        harness.Emulator.Faults.DropAfterEvent(1, ItemDone);
        harness.With(calls).With("P", () => 42).With("Q", () => 43);

        await harness.AskAsync(Harness.Said("go"), new ResponsesWebSocketPromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: new() { AllowConcurrentInvocation = concurrent }),
            EagerFunctionInvocation = eager ? true : null,
        });

        calls.Ids.Should().BeEquivalentTo("c1", "c2");
        harness.Creates[1].At("input").GetRawText().Should().Be(harness.Creates[0].At("input").GetRawText(), "the lost response is made again");
    }

    /// <summary>Answers from what it is asked, so that an answer which was lost can be given again.</summary>
    private sealed class AsksOnce(ModelAnswer? asking = null) : IEmulatedModel
    {
        public ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult(request.Context.Count == 1 ? asking ?? Answers.Calls(TwoCalls) : Answers.Text("done"));
    }
}
