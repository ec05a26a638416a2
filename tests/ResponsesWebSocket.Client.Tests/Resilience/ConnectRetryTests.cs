using System.Net.Sockets;

namespace ResponsesWebSocket.Client.Tests.Resilience;

/// <summary>Sockets that cannot be opened for now.</summary>
public sealed class ConnectRetryTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    private static readonly Action<ResponsesWebSocketOptions> SocketsOnly = static options => options.Transport = ResponsesTransport.WebSocket;

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task An_upgrade_refused_for_now_is_tried_again_and_the_turn_is_sent_once(int status)
    {
        var refuse = new PlannedFault(new() { Connection = 1 }, new FaultEffect.RefuseUpgrade(status)) { Times = 2 };
        await using var harness = await Harness.StartAsync(new EmulatorOptions { FaultPlan = new([refuse]) }, SocketsOnly, time: _time);
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await PauseAsync(harness);
        await PauseAsync(harness);

        var report = (await turn).Report;
        (report.Sends, report.Retries, report.QueueWait).Should().Be((1, 0, 2 * Longest));
        harness.Journal.RefusedUpgrades.Should().HaveCount(2);
    }

    [Fact]
    public async Task Refused_every_time_the_refusal_is_told_after_the_declared_number_of_tries()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions { RefuseUpgrade = HttpStatusCode.ServiceUnavailable }, SocketsOnly, time: _time);
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await PauseAsync(harness);
        await PauseAsync(harness);

        var thrown = (await turn.Awaiting(static t => t).Should().ThrowAsync<ResponseRefusedException>()).Which;
        (thrown.StatusCode, thrown.IsTransient, thrown.Delivery).Should().Be((HttpStatusCode.ServiceUnavailable, true, DeliveryState.NotSent));
        harness.Journal.RefusedUpgrades.Should().HaveCount(3);
    }

    [Fact]
    public async Task Without_retries_the_first_failure_is_told_whatever_the_tries_of_a_socket_may_be()
    {
        await using var harness = await Harness.StartAsync(
            new EmulatorOptions { RefuseUpgrade = HttpStatusCode.ServiceUnavailable }, SocketsOnly + (static options => options.MaxRetries = 0), time: _time);
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));

        await turn.Awaiting(static t => t).Should().ThrowAsync<ResponseRefusedException>();
        harness.Journal.RefusedUpgrades.Should().ContainSingle();
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.UpgradeRequired)]
    public async Task What_will_not_pass_is_not_tried_again(HttpStatusCode status)
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions { RefuseUpgrade = status }, SocketsOnly, time: _time);
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));

        await turn.Awaiting(static t => t).Should().ThrowAsync<ResponseRefusedException>();
        harness.Journal.RefusedUpgrades.Should().ContainSingle();
    }

    [Fact]
    public async Task The_next_try_comes_at_the_moment_the_service_named()
    {
        var asked = TimeSpan.FromSeconds(9);
        var refuse = new PlannedFault(new() { Connection = 1 }, new FaultEffect.RefuseUpgrade(429, asked));
        await using var harness = await Harness.StartAsync(new EmulatorOptions { FaultPlan = new([refuse]) }, time: _time);
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await _time.TimerAsync(due => due == asked, harness.Limit);
        _time.Advance(asked - TimeSpan.FromMilliseconds(1));
        harness.Journal.Connections.Should().BeEmpty();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await turn).Report.QueueWait.Should().Be(asked);
    }

    [Theory]
    [InlineData(60, 8)]
    [InlineData(9, 60)]
    public async Task Past_the_budget_or_the_longest_wait_nothing_is_tried_again(int budget, int longestWait)
    {
        var service = new EmulatorOptions { RefuseUpgrade = HttpStatusCode.TooManyRequests, RetryAfter = TimeSpan.FromSeconds(9) };
        await using var harness = await Harness.StartAsync(
            service,
            options => (options.ConnectBudget, options.MaxRetryAfter) = (TimeSpan.FromSeconds(budget), TimeSpan.FromSeconds(longestWait)),
            time: _time);
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));

        (await turn.Awaiting(static t => t).Should().ThrowAsync<ResponseRefusedException>()).Which.RetryAfter.Should().Be(TimeSpan.FromSeconds(9));
        harness.Journal.RefusedUpgrades.Should().ContainSingle();
    }

    [Fact]
    public async Task A_peer_that_hangs_up_is_tried_the_declared_number_of_times()
    {
        using var limit = TestTimeout.Start();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var client = new ResponsesWebSocketClient(
            new()
            {
                Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1"),
                Transport = ResponsesTransport.WebSocket,
                ConnectRetries = 1,
            },
            timeProvider: _time);
        var turn = client.CreateAsync(Harness.Request(TestHistory.Asking("say one")), limit.Token);
        // The framework may knock more than once by itself.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        var hangingUp = HangUpAsync(listener, over.Token);
        await _time.TimerAsync(IsPause, limit.Token);
        _time.Advance(Longest);

        (await turn.Awaiting(static t => t).Should().ThrowAsync<ConnectionLostException>()).Which.Delivery.Should().Be(DeliveryState.NotSent);
        await over.CancelAsync();
        await hangingUp;
    }

    [Fact]
    public async Task Cancelled_between_two_tries_the_turn_leaves_and_the_socket_is_there_for_the_next()
    {
        var refuse = new PlannedFault(new() { Connection = 1 }, new FaultEffect.RefuseUpgrade(503));
        await using var harness = await Harness.StartAsync(new EmulatorOptions { FaultPlan = new([refuse]) }, SocketsOnly + Harness.OneLane, time: _time);
        using var cancellation = new CancellationTokenSource();
        var leaving = harness.BeginAsync(TestHistory.Asking("say leaving"), cancellation.Token);
        var staying = harness.BeginAsync(TestHistory.Asking("say staying"));
        await _time.TimerAsync(IsPause, harness.Limit);
        await cancellation.CancelAsync();
        await leaving.Awaiting(static t => t).Should().ThrowAsync<OperationCanceledException>();
        _time.Advance(Longest);

        (await staying).Text.Should().Be("staying");
        harness.Journal.Sent().Should().ContainSingle();
    }

    [Fact]
    public async Task Disposed_between_two_tries_the_client_ends_at_once()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions { RefuseUpgrade = HttpStatusCode.ServiceUnavailable }, SocketsOnly, time: _time);
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await _time.TimerAsync(IsPause, harness.Limit);
        await harness.Client.DisposeAsync().AsTask().WaitAsync(harness.Limit);

        await turn.Awaiting(static t => t).Should().ThrowAsync<ObjectDisposedException>();
        harness.Journal.RefusedUpgrades.Should().ContainSingle();
    }

    /// <summary>Ends by the token only: what a listener throws when it is stopped depends on where it stands at that moment.</summary>
    private static async Task HangUpAsync(TcpListener listener, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                (await listener.AcceptTcpClientAsync(over)).Dispose();
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                // The test is over.
            }
        }
    }

    /// <summary>Not the second that a context lives at least, nor the five that the body of a refusal may take.</summary>
    private static bool IsPause(TimeSpan due) => due > TimeSpan.Zero && due <= Longest && due != TimeSpan.FromSeconds(1) && due != TimeSpan.FromSeconds(5);

    private async Task PauseAsync(Harness harness)
    {
        await _time.TimerAsync(IsPause, harness.Limit);
        _time.Advance(Longest);
    }
}
