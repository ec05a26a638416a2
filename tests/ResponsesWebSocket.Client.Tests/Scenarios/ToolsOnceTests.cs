namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>Callers that run a function as soon as its call is whole, and what they must never be led to.</summary>
public sealed class ToolsOnceTests
{
    private const string ThreeCalls = "call look {\"at\":1}\ncall look {\"at\":2}\ncall look {\"at\":3}";

    public static TheoryData<string, int> Frames
    {
        get
        {
            var frames = new TheoryData<string, int> { { "response.created", 1 }, { "response.in_progress", 1 }, { "response.completed", 1 } };
            foreach (var type in (string[])["response.output_item.added", "response.function_call_arguments.delta", "response.function_call_arguments.done", "response.output_item.done"])
            {
                for (var call = 1; call <= 3; call++)
                {
                    frames.Add(type, call);
                }
            }

            return frames;
        }
    }

    [Theory]
    [MemberData(nameof(Frames))]
    [Trait("Bug", "04 tool executed twice")]
    public async Task Dropped_before_any_frame_of_three_parallel_calls_each_call_runs_once_and_is_answered_once(string lost, int occurrence)
    {
        await using var harness = await Harness.StartTalkingAsync();
        harness.Faults.DropBeforeEvent(1, lost, occurrence);
        var history = TestHistory.Asking(ThreeCalls);
        var runs = new List<string>();
        var result = await RunAsync(harness, history, runs);
        runs.Should().OnlyHaveUniqueItems();
        history.Mapped(result);
        foreach (var call in result.FunctionCalls)
        {
            history.Output(call.CallId!, "seen");
        }

        var next = await harness.TurnAsync(history);
        next.Text.Should().Be("Result of look: seen\nResult of look: seen\nResult of look: seen");
        (next.Report.Plan.Kind, next.Report.SentItems).Should().Be((PlanKind.Continue, 3));
        new JournalInvariants(harness.Journal).ShouldAnswerEveryCallOnce();
    }

    /// <summary>As gateways do that repeat what they have buffered.</summary>
    [Fact]
    [Trait("Bug", "04 tool executed twice")]
    public async Task An_item_that_is_told_to_be_done_twice_is_done_once()
    {
        var twice = new PlannedFault(new() { EventType = "response.output_item.done" }, new FaultEffect.Duplicate(2)) { Times = null };
        await using var harness = await Harness.StartAsync(new EmulatorOptions { FaultPlan = new([twice]) });
        var runs = new List<string>();
        var history = TestHistory.Asking(ThreeCalls);
        var result = await RunAsync(harness, history, runs);

        runs.Should().HaveCount(3).And.OnlyHaveUniqueItems();
        result.FunctionCalls.Select(static call => call.CallId).Should().Equal(runs);
    }

    /// <summary>Streams; after a failure that reached it the caller asks again, and forgets what it had seen.</summary>
    private static async Task<TurnResult> RunAsync(Harness harness, TestHistory history, List<string> runs)
    {
        while (true)
        {
            var (events, thrown) = await StreamingTests.ReadToFailureAsync(harness.Stream(history));
            runs.AddRange(events.OfType<OutputItemDoneEvent>().Where(static done => done.Item.Kind == ItemKind.FunctionCall).Select(static done => done.Item.CallId!));
            if (thrown is null)
            {
                return events.OfType<ResponseCompletedEvent>().Single().Result;
            }

            thrown.Should().BeOfType<ConnectionLostException>();
        }
    }
}
