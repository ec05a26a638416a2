namespace ResponsesWebSocket.Client.Tests.Resilience;

/// <summary>A <c>retry-after</c> is meant for all that uses the credential.</summary>
public sealed class RateLimitGateTests : IDisposable
{
    private static readonly TimeSpan Asked = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly ManualTime _time = new();
    private readonly CapturedLogs _signal = new();

    public void Dispose() => _signal.Dispose();

    [Fact]
    public async Task The_refused_turn_is_sent_again_at_the_moment_the_service_named()
    {
        await using var harness = await StartAsync();
        harness.Faults.FailTurn(1, EmulatedErrors.RateLimitExceeded(Asked));
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await _signal.AtTheGateAsync(harness.Limit);
        _time.Advance(Asked - Moment);
        harness.Journal.Sent().Should().ContainSingle();
        _time.Advance(Moment);

        var report = (await turn).Report;
        (report.Sends, report.Retries, report.QueueWait).Should().Be((2, 1, Asked));
    }

    [Fact]
    public async Task Other_conversations_wait_too_on_whatever_socket()
    {
        await using var harness = await StartAsync(static options =>
        {
            Harness.WithoutLanes(options);
            options.MaxRetries = 0;
        });
        var b = new TestHistory();
        await harness.SayAsync(b, "say B1");
        using var held = harness.Faults.HoldBeforeEvent(2, "response.created");
        var second = harness.BeginAsync(b.Copy().User("say busy"));
        await held.Reached;
        harness.Faults.FailTurn(3, EmulatedErrors.RateLimitExceeded(Asked));
        await RefusedAsync(harness.BeginAsync(TestHistory.Asking("say A1")));
        held.Release();
        b.User("say busy").Mapped(await second);
        var waiting = harness.BeginAsync(b.User("say B2"));
        await _signal.AtTheGateAsync(harness.Limit);
        harness.Journal.Sent().Should().HaveCount(3);
        _time.Advance(Asked);

        var report = (await waiting).Report;
        (report.Session, report.Plan.Kind, report.QueueWait).Should().Be((1, PlanKind.Continue, Asked));
    }

    [Fact]
    public async Task Who_waits_is_sent_in_order_of_arrival_and_who_leaves_holds_up_nobody()
    {
        await using var harness = await StartAsync(static options => options.MaxRetries = 0);
        harness.Faults.FailTurn(1, EmulatedErrors.RateLimitExceeded(Asked));
        await RefusedAsync(harness.BeginAsync(TestHistory.Asking("say refused")));
        using var cancellation = new CancellationTokenSource();
        var turns = new List<Task<TurnResult>>();
        for (var n = 1; n <= 8; n++)
        {
            turns.Add(harness.BeginAsync(TestHistory.Asking($"say {n}"), n is 1 or 4 ? cancellation.Token : default));
        }

        await _signal.AtTheGateAsync(harness.Limit);
        await cancellation.CancelAsync();
        await turns[0].Awaiting(static t => t).Should().ThrowAsync<OperationCanceledException>();
        await turns[3].Awaiting(static t => t).Should().ThrowAsync<OperationCanceledException>();
        await _signal.AtTheGateAsync(harness.Limit);
        _time.Advance(Asked);
        await Task.WhenAll(turns.Where(static turn => !turn.IsCanceled));

        harness.Journal.Sent().Skip(1).Select(static frame => frame.Json!.Value.GetProperty("input")[0].GetProperty("content").GetString())
            .Should().Equal("say 2", "say 3", "say 5", "say 6", "say 7", "say 8");
    }

    [Fact]
    public async Task Longer_than_the_client_would_wait_the_refusal_is_told_at_once_and_nothing_is_held_up()
    {
        await using var harness = await StartAsync(static options => options.MaxRetryAfter = Asked - Moment);
        harness.Faults.FailTurn(1, EmulatedErrors.RateLimitExceeded(Asked));

        (await RefusedAsync(harness.BeginAsync(TestHistory.Asking("say one")))).RetryAfter.Should().Be(Asked);
        (await harness.TurnAsync(TestHistory.Asking("say two"))).Report.QueueWait.Should().Be(TimeSpan.Zero);
        harness.Journal.Sent().Should().HaveCount(2);
    }

    [Fact]
    public async Task A_refused_upgrade_closes_the_gate_for_open_sockets_as_well()
    {
        var service = new EmulatorOptions();
        await using var harness = await Harness.StartAsync(
            service,
            static options =>
            {
                Harness.WithoutLanes(options);
                options.ConnectRetries = 0;
            },
            _signal,
            _time);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var held = harness.Faults.HoldBeforeEvent(2, "response.completed");
        var running = harness.BeginAsync(history.User("say two"));
        await held.Reached;
        (service.RefuseUpgrade, service.RetryAfter) = (HttpStatusCode.TooManyRequests, Asked);
        await RefusedAsync(harness.BeginAsync(TestHistory.Asking("say elsewhere")));
        held.Release();
        var next = harness.BeginAsync(history.Mapped(await running).User("say three"));
        await _signal.AtTheGateAsync(harness.Limit);
        harness.Journal.Sent().Should().HaveCount(2);
        _time.Advance(Asked);

        ((await next).Report.Session, (await next).Report.QueueWait).Should().Be((1, Asked));
    }

    private static async Task<ResponseRefusedException> RefusedAsync(Task<TurnResult> turn) =>
        (await turn.Awaiting(static t => t).Should().ThrowAsync<ResponseRefusedException>()).Which;

    private Task<Harness> StartAsync(Action<ResponsesWebSocketOptions>? configure = null) => Harness.StartAsync(new EmulatorOptions(), configure, _signal, _time);
}
