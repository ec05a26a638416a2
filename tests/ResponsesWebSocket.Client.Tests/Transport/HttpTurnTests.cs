using ResponsesWebSocket.Client.Tests.Scenarios;

namespace ResponsesWebSocket.Client.Tests.Transport;

public sealed class HttpTurnTests
{
    private static readonly TurnPlan OverHttp = new(PlanKind.Replay, PlanReason.OverHttp);

    [Fact]
    [Trait("Bug", "12 delta sent where the state is not")]
    public async Task Each_turn_sends_the_whole_history_and_no_parent()
    {
        await using var harness = await BothTransports.StartAsync(ResponsesTransport.Http);
        var history = new TestHistory().System("Be brief.");
        await harness.SayAsync(history, "say one");
        var report = (await harness.SayAsync(history, "say two")).Report;

        (report.Plan, report.Transport, report.Session, report.Lane).Should().Be((OverHttp, ResponsesTransport.Http, 0, null));
        (report.InputItems, report.SentItems, report.Sends, report.SessionAge).Should().Be((4, 4, 1, TimeSpan.Zero));
        var sent = harness.Journal.Sent()[^1];
        (report.BytesSent, report.BytesIfSentInFull).Should().Be((sent.Bytes, sent.Bytes));
        harness.Journal.Connections.Should().BeEmpty("no socket is opened");
        harness.Journal.Sent().Should().NotContain(static frame => frame.Text!.Contains("previous_response_id"));
    }

    [Fact]
    public async Task The_body_is_the_frame_without_what_only_a_socket_takes()
    {
        await using var harness = await BothTransports.StartAsync(ResponsesTransport.Http);
        await harness.TurnAsync(TestHistory.Asking("say \"one\" ✓"));

        var body = harness.Journal.Sent().Single();
        body.Route.Should().Be("POST /v1/responses");
        body.Json!.Value.EnumerateObject().Select(static member => member.Name).Should().Equal("stream", "model", "store", "include", "input");
        body.Json!.Value.GetProperty("stream").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task Key_organisation_project_and_own_headers_travel_with_every_request()
    {
        using var recording = new RecordingHandler();
        using var http = new HttpClient(recording, disposeHandler: false);
        await using var harness = await BothTransports.StartAsync(ResponsesTransport.Http, configure: options =>
        {
            options.HttpInvoker = http;
            options.Organization = "org-1";
            options.Project = "proj-1";
            options.Headers["X-Own"] = "mine";
            options.Headers["openai-project"] = "proj-2";
        });
        await harness.TurnAsync(TestHistory.Asking("say one"));
        await harness.TurnAsync(TestHistory.Asking("say two"));

        recording.Requests.Should().HaveCount(2).And.OnlyContain(static request =>
            request["Authorization"] == "Bearer test-key" && request["OpenAI-Organization"] == "org-1" && request["OpenAI-Project"] == "proj-2" && request["X-Own"] == "mine");
    }

    [Fact]
    public async Task Events_of_an_HttpClient_reach_the_caller_while_the_answer_runs()
    {
        using var http = new HttpClient();
        await using var harness = await BothTransports.StartAsync(ResponsesTransport.Http, configure: options => options.HttpInvoker = http);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.completed");
        await using var stream = harness.Stream(TestHistory.Asking("say one"));
        await StreamingTests.NextAsync<OutputTextDeltaEvent>(stream);

        await held.Reached;
        held.Release();
        await StreamingTests.NextAsync<ResponseCompletedEvent>(stream);
    }

    [Fact]
    public async Task A_turn_that_is_left_ends_its_request_and_frees_its_place()
    {
        await using var harness = await BothTransports.StartAsync(ResponsesTransport.Http, configure: static options => options.MaxSessions = 1);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(harness.Limit);
        var left = harness.BeginAsync(TestHistory.Asking("say one"), leaving.Token);
        await held.Reached;
        await leaving.CancelAsync();

        await left.Awaiting(static t => t).Should().ThrowAsync<OperationCanceledException>();
        (await harness.TurnAsync(TestHistory.Asking("say two"))).Text.Should().Be("two");
        await harness.Journal.WaitUntilAsync(static seen => seen.Responses[0].Status == "cancelled", harness.Limit);
    }

    [Fact]
    public async Task Past_the_limit_turns_wait_and_are_served_in_order_of_arrival()
    {
        await using var harness = await BothTransports.StartAsync(ResponsesTransport.Http, configure: static options => options.MaxSessions = 1);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        var first = harness.BeginAsync(TestHistory.Asking("say 1"));
        await held.Reached;
        var others = Enumerable.Range(2, 4).Select(turn => harness.BeginAsync(TestHistory.Asking($"say {turn}"))).ToList();
        harness.Journal.Sent().Should().ContainSingle();
        held.Release();
        await first;
        await Task.WhenAll(others);

        harness.Journal.Responses.Select(response => response.Input[0].GetProperty("content").ToString()).Should().Equal(
            Enumerable.Range(1, 5).Select(static turn => $"say {turn}"), static (content, text) => content.Contains(text));
    }

    [Fact]
    public async Task Whoever_leaves_the_line_is_not_sent()
    {
        await using var harness = await BothTransports.StartAsync(ResponsesTransport.Http, configure: static options => options.MaxSessions = 1);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(harness.Limit);
        var first = harness.BeginAsync(TestHistory.Asking("say 1"));
        await held.Reached;
        var second = harness.BeginAsync(TestHistory.Asking("say 2"), leaving.Token);
        var third = harness.BeginAsync(TestHistory.Asking("say 3"));
        await leaving.CancelAsync();
        held.Release();

        await second.Awaiting(static t => t).Should().ThrowAsync<OperationCanceledException>();
        (await first).Text.Should().Be("1");
        (await third).Text.Should().Be("3");
        harness.Journal.Sent().Should().HaveCount(2);
    }

    [Fact]
    public async Task A_disposed_client_fails_turns_in_flight_and_refuses_waiting_and_later_ones()
    {
        await using var harness = await BothTransports.StartAsync(ResponsesTransport.Http, configure: static options => options.MaxSessions = 1);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.created");
        var running = harness.BeginAsync(TestHistory.Asking("say one"));
        await held.Reached;
        var waiting = harness.BeginAsync(TestHistory.Asking("say two"));
        await harness.Client.DisposeAsync();

        (await running.Awaiting(static t => t).Should().ThrowAsync<ConnectionLostException>()).Which.Message.Should().Contain("disposed");
        await waiting.Awaiting(static t => t).Should().ThrowAsync<ObjectDisposedException>();
        await harness.BeginAsync(TestHistory.Asking("say three")).Awaiting(static t => t).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_body_larger_than_any_frame_is_taken()
    {
        await using var harness = await BothTransports.StartAsync(
            ResponsesTransport.Http, new EmulatorOptions { MaximumMessageBytes = 4096 }, static options => options.MaxFrameBytes = 4096);

        (await harness.TurnAsync(TestHistory.Asking("say one\n" + new string('x', 100_000)))).Report.Plan.Should().Be(OverHttp);
    }
}
