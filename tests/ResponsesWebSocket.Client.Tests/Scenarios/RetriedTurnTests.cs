namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>Turns that the service refuses for now, or that are lost more than once.</summary>
public sealed class RetriedTurnTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    private readonly ManualTime _time = new();
    private readonly CapturedLogs _signal = new();

    public static TheoryData<string> Passing => ["server_error", "server_is_overloaded", "slow_down", "failed", "conflict"];

    public void Dispose() => _signal.Dispose();

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_may_pass_is_sent_again_in_full_after_a_pause(string code)
    {
        await using var harness = await StartAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        var error = code switch
        {
            "failed" => EmulatedErrors.ServerError with { Shape = ErrorShape.ResponseFailed },
            "conflict" => new EmulatedError(409, "conflict", "Twice at once."),
            _ => EmulatedErrors.Find(code)!,
        };
        harness.Faults.FailTurn(2, error);
        var turn = harness.BeginAsync(history.User("say two"));
        await _signal.PauseAsync(harness.Limit);
        if (error.CloseStatus is not null)
        {
            await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        }

        harness.Journal.Sent().Should().HaveCount(2);
        _time.Advance(Longest);

        var result = await turn;
        result.Text.Should().Be("two");
        (result.Report.Sends, result.Report.Retries, result.Report.QueueWait).Should().Be((2, 1, Longest));
        result.Report.Plan.Kind.Should().Be(PlanKind.Replay);
        harness.Journal.ShouldHaveSeen(result.Id, history.Items);
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Fact]
    public async Task A_refused_fork_is_a_fork_again()
    {
        await using var harness = await StartAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var held = harness.Faults.HoldBeforeEvent(2, "response.output_text.delta");
        var trunk = harness.BeginAsync(history.Copy().User("say trunk"));
        await held.Reached;
        harness.Faults.FailTurn(3, EmulatedErrors.ServerError);
        var fork = harness.BeginAsync(history.Copy().User("say fork"));
        await _signal.PauseAsync(harness.Limit);
        _time.Advance(Longest);

        ((await fork).Report.Plan.Kind, (await fork).Report.Sends).Should().Be((PlanKind.Fork, 2));
        held.Release();
        (await trunk).Report.Sends.Should().Be(1);
    }

    [Fact]
    [Trait("Bug", "06 dead peer costs time and money")]
    public async Task A_turn_refused_again_and_again_costs_the_declared_number_of_creates()
    {
        await using var harness = await StartAsync();
        for (var send = 1; send <= 3; send++)
        {
            harness.Faults.FailTurn(send, EmulatedErrors.ServerError);
        }

        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        for (var pause = 1; pause <= 2; pause++)
        {
            await _signal.PauseAsync(harness.Limit);
            _time.Advance(Longest);
        }

        var thrown = (await turn.Awaiting(static t => t).Should().ThrowAsync<ResponseRefusedException>()).Which;
        (thrown.StatusCode, thrown.IsTransient, thrown.Delivery).Should().Be((HttpStatusCode.InternalServerError, true, DeliveryState.Ambiguous));
        harness.Journal.Sent().Should().HaveCount(3);
    }

    [Theory]
    [InlineData("insufficient_quota")]
    [InlineData("usage_limit_reached")]
    [InlineData("invalid_prompt")]
    [InlineData("x-should-retry: false")]
    public async Task What_will_not_pass_reaches_the_caller_at_once_and_holds_nothing_up(string code)
    {
        await using var harness = await StartAsync();
        harness.Faults.FailTurn(1, EmulatedErrors.Find(code) ?? Should(retry: false) with { Status = 500 });
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));

        (await turn.Awaiting(static t => t).Should().ThrowAsync<ResponseRefusedException>()).Which.IsTransient.Should().BeFalse();
        (await harness.TurnAsync(TestHistory.Asking("say two"))).Report.QueueWait.Should().Be(TimeSpan.Zero);
        harness.Journal.Sent().Should().HaveCount(2);
    }

    [Fact]
    public async Task The_service_may_say_itself_that_another_try_is_worth_it()
    {
        await using var harness = await StartAsync();
        harness.Faults.FailTurn(1, Should(retry: true));
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await _signal.PauseAsync(harness.Limit);
        _time.Advance(Longest);

        (await turn).Report.Retries.Should().Be(1);
    }

    [Fact]
    public async Task A_first_loss_costs_no_time_and_a_second_one_does()
    {
        await using var harness = await StartAsync();
        harness.Faults.DropBeforeTurn(1);
        harness.Faults.DropBeforeTurn(2);
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await _signal.PauseAsync(harness.Limit);
        harness.Journal.Sent().Should().HaveCount(2);
        _time.Advance(Longest);

        ((await turn).Report.Session, (await turn).Report.Sends, (await turn).Report.Retries).Should().Be((3, 3, 2));
    }

    [Fact]
    public async Task Losses_and_refusals_draw_on_one_budget()
    {
        await using var harness = await StartAsync(static options => options.MaxRetries = 1);
        harness.Faults.DropBeforeTurn(1);
        harness.Faults.FailTurn(2, EmulatedErrors.ServerError);
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));

        await turn.Awaiting(static t => t).Should().ThrowAsync<ResponseRefusedException>();
        harness.Journal.Sent().Should().HaveCount(2);
    }

    [Fact]
    public async Task Cancelled_in_the_pause_nothing_more_is_sent_and_the_lane_is_free()
    {
        await using var harness = await StartAsync(Harness.OneLane);
        harness.Faults.FailTurn(1, EmulatedErrors.ServerError);
        using var cancellation = new CancellationTokenSource();
        var turn = harness.BeginAsync(TestHistory.Asking("say one"), cancellation.Token);
        await _signal.PauseAsync(harness.Limit);
        (await harness.TurnAsync(TestHistory.Asking("say between"))).Text.Should().Be("between", "a turn that pauses holds no lane");
        await cancellation.CancelAsync();

        await turn.Awaiting(static t => t).Should().ThrowAsync<OperationCanceledException>();
        (await harness.TurnAsync(TestHistory.Asking("say two"))).Report.Session.Should().Be(1);
        harness.Journal.Sent().Should().HaveCount(3);
    }

    private static EmulatedError Should(bool retry) =>
        new(400, "odd", "Odd.") { Headers = new Dictionary<string, string> { ["X-Should-Retry"] = retry ? "true" : "false" } };

    private Task<Harness> StartAsync(Action<ResponsesWebSocketOptions>? configure = null) => Harness.StartAsync(new EmulatorOptions(), configure, _signal, _time);
}
