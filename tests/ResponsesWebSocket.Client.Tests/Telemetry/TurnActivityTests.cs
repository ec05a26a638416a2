using System.Diagnostics;
using ResponsesWebSocket.Client.Tests.Scenarios;

namespace ResponsesWebSocket.Client.Tests.Telemetry;

public sealed class TurnActivityTests
{
    private static readonly ActivitySource Application = new("tests.application");

    [Fact]
    public async Task A_turn_is_an_activity_by_the_names_of_the_conventions_below_the_callers()
    {
        using var all = new ActivityListener { ShouldListenTo = static source => source.Name == "tests.application", Sample = static (ref _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(all);
        var time = new ManualTime();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), time: time);
        using var watcher = new Watcher(harness);
        using var outer = Application.StartActivity("outer")!;

        var result = await harness.TurnAsync(TestHistory.Asking("say one"));

        Activity.Current.Should().BeSameAs(outer, "a turn leaves the caller's flow as it was");
        var turn = watcher.Activities.Should().ContainSingle().Subject;
        (turn.DisplayName, turn.Kind, turn.ParentSpanId, turn.Status).Should().Be(("chat test-model", ActivityKind.Client, outer.SpanId, ActivityStatusCode.Unset));
        turn.StartTimeUtc.Should().Be(time.GetUtcNow().UtcDateTime, "the clock is the client's");
        turn.TagObjects.ToDictionary().Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.provider.name"] = "openai",
            ["gen_ai.request.model"] = "test-model",
            ["gen_ai.response.id"] = result.Id,
            ["gen_ai.response.model"] = result.Model,
            ["gen_ai.response.finish_reasons"] = new[] { "stop" },
            ["gen_ai.usage.input_tokens"] = result.Usage!.InputTokens,
            ["gen_ai.usage.output_tokens"] = result.Usage.OutputTokens,
            ["server.address"] = harness.Emulator.Endpoint.Host,
            ["server.port"] = harness.Emulator.Endpoint.Port,
            ["responses_websocket.plan"] = "replay",
            ["responses_websocket.plan.reason"] = "no_checkpoint",
            ["responses_websocket.transport"] = "websocket",
            ["responses_websocket.session"] = 1,
            ["responses_websocket.bytes_sent"] = result.Report.BytesSent,
            ["responses_websocket.bytes_full_send"] = result.Report.BytesIfSentInFull,
            ["responses_websocket.retries"] = 0,
            ["responses_websocket.queue_wait"] = 0d,
        });
    }

    [Fact]
    public async Task A_stream_that_the_caller_leaves_is_cancelled_and_no_error_and_its_activity_is_not_the_callers()
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var watcher = new Watcher(harness);
        var caller = Activity.Current;
        var stream = harness.Stream(TestHistory.Asking("stream 50"));
        await StreamingTests.NextAsync<OutputTextDeltaEvent>(stream);

        Activity.Current.Should().BeSameAs(caller);
        watcher.Activities.Should().BeEmpty("the turn goes on");
        await stream.DisposeAsync();

        var turn = watcher.Activities.Should().ContainSingle().Subject;
        (turn.Status, turn.GetTagItem("error.type"), turn.GetTagItem("gen_ai.response.id")).Should().Be((ActivityStatusCode.Unset, "cancelled", null));
        watcher.Of("gen_ai.client.operation.duration").Should().ContainSingle().Which.Tags["error.type"].Should().Be("cancelled");
        watcher.Of("responses_websocket.turns").Should().BeEmpty();
        watcher.Of("responses_websocket.bytes.sent").Should().ContainSingle("what was sent was sent").Which.Value.Should().Be(harness.Journal.Sent()[0].Bytes);
    }

    [Fact]
    public async Task A_cancelled_turn_is_told_as_one_that_was_left()
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var watcher = new Watcher(harness);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.completed");
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(harness.Limit);
        var turn = harness.BeginAsync(TestHistory.Asking("say one"), leaving.Token);
        await harness.Journal.WaitForTurnAsync(1, harness.Limit);
        await leaving.CancelAsync();

        await turn.Awaiting(static turn => turn).Should().ThrowAsync<OperationCanceledException>();

        watcher.Activities.Should().ContainSingle().Which.GetTagItem("error.type").Should().Be("cancelled");
        var statistics = harness.Client.GetStatistics();
        (statistics.TurnsAbandoned, statistics.TurnsFailed, statistics.TurnsInFlight).Should().Be((1, 0, 0));
    }

    [Theory]
    [InlineData("context_length_exceeded", "context_length_exceeded")]
    [InlineData("user_said_my_private_words", "400")]
    public async Task A_failed_turn_names_a_known_code_and_never_a_free_one(string code, string error)
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var watcher = new Watcher(harness);
        harness.Faults.FailTurn(1, 400, code, "Quotes your words.");

        await harness.Awaiting(static harness => harness.TurnAsync(TestHistory.Asking("say one"))).Should().ThrowAsync<ResponseRefusedException>();

        var turn = watcher.Activities.Should().ContainSingle().Subject;
        (turn.Status, turn.StatusDescription, turn.GetTagItem("error.type")).Should().Be((ActivityStatusCode.Error, null, error));
        watcher.Of("gen_ai.client.operation.duration").Should().ContainSingle().Which.Tags["error.type"].Should().Be(error);
    }

    [Fact]
    public async Task A_repeated_send_is_an_event_of_the_activity_and_counted_by_its_cause()
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var watcher = new Watcher(harness);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        harness.Faults.FailTurn(2, 400, "previous_response_not_found", "Gone.");
        await harness.SayAsync(history, "say two");
        harness.Faults.DropBeforeTurn(4);
        await harness.SayAsync(history, "say three");

        watcher.Of("responses_websocket.retries").Select(static retry => retry.Tags["responses_websocket.retry.cause"]).Should().Equal("context_gone", "connection_lost");
        watcher.Activities.Select(static turn => turn.Events.Count()).Should().Equal(0, 1, 1);
        harness.Client.GetStatistics().Retries.Should().Be(1, "a context that is gone costs no retry");
    }
}
