using System.Net;

namespace Connectors.ResponsesWebSocket.Tests.Scenarios;

/// <summary>A caller that blocks on a call, on the only thread or task there may be, gets its answer: nothing of the library comes back there.</summary>
public sealed class BlockedCallerTests
{
    private static readonly string[] Kinds = ["context", "scheduler"];

    private static readonly string[] Ways = ["GetResult", "Result", "Wait", "ToBlockingEnumerable"];

    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var (kind, way) in Kinds.SelectMany(static kind => Ways.Select(way => (kind, way))))
            {
                all.Add(kind, way);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_blocked_callers_calls_are_answered(string kind, string way)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("one"), Answers.Text("two"));
        using var caller = BlockedCaller.Of(kind);

        (await caller.RunAsync(() => Ask(harness, way, "go")).WaitAsync(harness.Limit)).Should().Be("one");
        (await caller.RunAsync(() => Ask(harness, way, "on")).WaitAsync(harness.Limit)).Should().Be("two");
        caller.CameBack.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_blocked_caller_is_answered_though_its_functions_take_their_time(string kind, string way)
    {
        await using var harness = await Harness.StartAsync(Answers.Calls(("c1", "P-F", "{}"), ("c2", "P-F", "{}")), Answers.Text("done"));
        harness.With("P", async () =>
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.ForceYielding);
            return 42;
        });
        using var caller = BlockedCaller.Of(kind);

        (await caller.RunAsync(() => Ask(harness, way, "go", Harness.Auto)).WaitAsync(harness.Limit)).Should().Be("done");
        harness.Creates.Should().HaveCount(2);
        caller.CameBack.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_refusal_reaches_a_blocked_caller(string kind, string way)
    {
        await using var harness = await Harness.StartAsync(Answers.Script(Answers.Text("never")), static options => options.ApiKey = "wrong");
        using var caller = BlockedCaller.Of(kind);

        var asking = () => caller.RunAsync(() => Ask(harness, way, "go")).WaitAsync(harness.Limit);

        (await StatusOf(asking, way)).Should().Be(HttpStatusCode.Unauthorized);
        caller.CameBack.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_blocked_caller_is_told_that_nobody_listens(string kind, string way)
    {
        // A port that was free a moment ago.
        var gone = await ResponsesEmulator.StartAsync();
        await gone.DisposeAsync();
        await using var harness = await Harness.StartAsync(
            Answers.Script(), options => (options.Endpoint, options.ConnectRetries, options.MaxRetries) = (gone.Endpoint, 0, 0));
        using var caller = BlockedCaller.Of(kind);

        var asking = () => caller.RunAsync(() => Ask(harness, way, "go")).WaitAsync(harness.Limit);

        (await StatusOf(asking, way)).Should().BeNull();
        caller.CameBack.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_token_that_takes_its_time_is_waited_for_elsewhere(string kind, string way)
    {
        await using var harness = await Harness.StartAsync(Answers.Script(Answers.Text("ok")), static options =>
        {
            var key = options.ApiKey!;
            (options.ApiKey, options.AccessToken) = (null, async _ =>
            {
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.ForceYielding);
                return key;
            });
        });
        using var caller = BlockedCaller.Of(kind);

        (await caller.RunAsync(() => Ask(harness, way, "go")).WaitAsync(harness.Limit)).Should().Be("ok");
        caller.CameBack.Should().Be(0);
    }

    [Theory]
    [InlineData("context")]
    [InlineData("scheduler")]
    public async Task Disposal_ends_and_so_does_the_call_that_runs(string kind)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("one"), Answers.Text("late"));
        using var held = harness.Emulator.Faults.HoldBeforeEvent(2, "response.output_item.added");
        using var caller = BlockedCaller.Of(kind);
        await caller.RunAsync(() => Ask(harness, "Result", "go")).WaitAsync(harness.Limit);
        var running = harness.AskAsync("on");
        await held.Reached.WaitAsync(harness.Limit);

        await caller.RunAsync(() =>
        {
            harness.Service.Client.DisposeAsync().AsTask().Wait();
            return true;
        }).WaitAsync(harness.Limit);

        await running.Awaiting(static call => call).Should().ThrowAsync<HttpOperationException>();
        caller.CameBack.Should().Be(0);
    }

    private static string? Ask(Harness harness, string way, string text, PromptExecutionSettings? settings = null)
    {
        if (way == "ToBlockingEnumerable")
        {
            var chunks = harness.Service.GetStreamingChatMessageContentsAsync(Harness.Said(text), settings, harness.Kernel, harness.Limit);
            return string.Concat(chunks.ToBlockingEnumerable(harness.Limit).Select(static chunk => chunk.Content));
        }

        // Without a token: whoever blocks has none.
        var asking = harness.Service.GetChatMessageContentAsync(Harness.Said(text), settings, harness.Kernel, CancellationToken.None);
        if (way == "Wait")
        {
            asking.Wait();
        }

        return way == "GetResult" ? asking.GetAwaiter().GetResult().Content : asking.Result.Content;
    }

    /// <summary>Result and Wait wrap what was thrown.</summary>
    private static async Task<HttpStatusCode?> StatusOf(Func<Task> asking, string way)
    {
        var thrown = (await asking.Should().ThrowAsync<Exception>()).Which;
        return Failure.StatusOf(thrown is AggregateException { InnerException: { } only } ? only : thrown, streaming: way == "ToBlockingEnumerable");
    }
}
