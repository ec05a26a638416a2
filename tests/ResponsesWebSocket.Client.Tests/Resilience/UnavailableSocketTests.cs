using System.Net.Sockets;

namespace ResponsesWebSocket.Client.Tests.Resilience;

public sealed class UnavailableSocketTests
{
    private const int SocketsGivenUp = 40;
    private const int SocketProbeFailed = 41;
    private const int SocketsBack = 42;

    private static readonly TurnPlan NoSocket = new(PlanKind.Replay, PlanReason.SocketUnavailable);

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.Accepted)]
    [InlineData(HttpStatusCode.NoContent)]
    [InlineData(HttpStatusCode.MovedPermanently)]
    [InlineData(HttpStatusCode.NotModified)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.PaymentRequired)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.MethodNotAllowed)]
    [InlineData(HttpStatusCode.NotAcceptable)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.Gone)]
    [InlineData(HttpStatusCode.UnsupportedMediaType)]
    [InlineData(HttpStatusCode.MisdirectedRequest)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    [InlineData(HttpStatusCode.UpgradeRequired)]
    [InlineData(HttpStatusCode.RequestHeaderFieldsTooLarge)]
    [InlineData(HttpStatusCode.UnavailableForLegalReasons)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.NotImplemented)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    [InlineData((HttpStatusCode)599)]
    [Trait("Bug", "R5 refused upgrade without an outcome of its own")]
    public async Task Where_upgrades_are_refused_the_same_turn_goes_over_HTTP_and_sockets_are_left_alone(HttpStatusCode status)
    {
        using var logs = new CapturedLogs();
        await using var harness = await Harness.StartAsync(new EmulatorOptions { RefuseUpgrade = status }, logs: logs, time: new ManualTime());
        var history = new TestHistory();
        // The clock stands still: who paused before another try would wait for ever.
        var first = (await harness.SayAsync(history, "say one")).Report;
        var second = (await harness.SayAsync(history, "say two")).Report;

        new[] { first, second }.Should().OnlyContain(static report => report.Plan == NoSocket && report.Transport == ResponsesTransport.Http && report.Sends == 1 && report.Retries == 0);
        harness.Journal.RefusedUpgrades.Should().ContainSingle("the answer is known now");
        logs.Has(SocketsGivenUp).Should().BeTrue();
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.ProxyAuthenticationRequired)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [Trait("Bug", "R5 refused upgrade without an outcome of its own")]
    public async Task A_refusal_that_HTTP_would_meet_too_is_told(HttpStatusCode status)
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions { RefuseUpgrade = status });
        var refused = () => harness.TurnAsync(TestHistory.Asking("say one"));

        (await refused.Should().ThrowAsync<ResponseRefusedException>()).Which.StatusCode.Should().Be(status);
        harness.Journal.Sent().Should().BeEmpty();
    }

    [Fact]
    public async Task After_a_while_a_probe_finds_the_sockets_again_while_turns_go_on_over_HTTP()
    {
        using var logs = new CapturedLogs();
        var time = new ManualTime();
        var emulator = new EmulatorOptions { RefuseUpgrade = HttpStatusCode.UpgradeRequired };
        await using var harness = await Harness.StartAsync(emulator, logs: logs, time: time);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        emulator.RefuseUpgrade = null;
        time.Advance(TimeSpan.FromSeconds(29));
        await harness.SayAsync(history, "say two");
        harness.Journal.Connections.Should().BeEmpty("it is not yet time");
        time.Advance(TimeSpan.FromSeconds(1));
        var probed = (await harness.SayAsync(history, "say three")).Report;
        await logs.NextAsync(SocketsBack, harness.Limit);
        var after = (await harness.SayAsync(history, "say four")).Report;
        var last = (await harness.SayAsync(history, "say five")).Report;

        probed.Transport.Should().Be(ResponsesTransport.Http);
        (after.Transport, after.Plan).Should().Be((ResponsesTransport.WebSocket, new TurnPlan(PlanKind.Replay, PlanReason.NoCheckpoint)));
        last.Plan.Kind.Should().Be(PlanKind.Continue);
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Fact]
    public async Task A_probe_that_fails_is_followed_by_a_later_one()
    {
        using var logs = new CapturedLogs();
        var time = new ManualTime();
        await using var harness = await Harness.StartAsync(new EmulatorOptions { RefuseUpgrade = HttpStatusCode.UpgradeRequired }, logs: logs, time: time);
        await harness.TurnAsync(TestHistory.Asking("say one"));
        time.Advance(TimeSpan.FromSeconds(30));
        await harness.TurnAsync(TestHistory.Asking("say two"));
        await logs.NextAsync(SocketProbeFailed, harness.Limit);
        time.Advance(TimeSpan.FromSeconds(59));
        await harness.TurnAsync(TestHistory.Asking("say three"));

        harness.Journal.RefusedUpgrades.Should().HaveCount(2, "the wait has doubled");
    }

    [Fact]
    public async Task A_conversation_whose_socket_is_open_keeps_it()
    {
        var emulator = new EmulatorOptions();
        await using var harness = await Harness.StartAsync(emulator, Harness.WithoutLanes);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var held = harness.Faults.HoldBeforeEvent(2, "response.created");
        var running = harness.BeginAsync(history.Copy().User("say two"));
        await held.Reached;
        emulator.RefuseUpgrade = HttpStatusCode.NotFound;
        var other = (await harness.TurnAsync(TestHistory.Asking("say other"))).Report;
        held.Release();

        (other.Plan, other.Transport).Should().Be((NoSocket, ResponsesTransport.Http));
        var report = (await running).Report;
        (report.Transport, report.Plan.Kind).Should().Be((ResponsesTransport.WebSocket, PlanKind.Continue));
        (await harness.TurnAsync(history.User("say three"))).Report.Session.Should().Be(1);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.BadGateway)]
    [Trait("Bug", "12 delta sent where the state is not")]
    public async Task A_lost_socket_that_cannot_be_replaced_is_made_up_for_by_HTTP(HttpStatusCode status)
    {
        var emulator = new EmulatorOptions();
        await using var harness = await Harness.StartAsync(emulator);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        emulator.RefuseUpgrade = status;
        harness.Faults.DropBeforeTurn(2);
        var report = (await harness.SayAsync(history, "say two")).Report;

        (report.Plan, report.Transport, report.Sends, report.SentItems).Should().Be((NoSocket, ResponsesTransport.Http, 2, 3));
    }

    [Fact]
    public async Task Where_a_socket_never_comes_about_the_turn_goes_over_HTTP_and_later_ones_try_none()
    {
        using var limit = TestTimeout.Start();
        using var logs = new CapturedLogs();
        using var breaking = new BreakingUpgrades();
        using var http = new HttpClient(breaking, disposeHandler: false);
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), options => (options.HttpInvoker, options.ConnectRetries) = (http, 0), logs);
        for (var turn = 1; turn <= 5; turn++)
        {
            logs.Has(SocketsGivenUp).Should().Be(turn > 1);
            (await harness.TurnAsync(TestHistory.Asking($"say {turn}"))).Report.Plan.Should().Be(NoSocket);
        }

        breaking.Upgrades.Should().Be(1);
    }

    [Fact]
    public async Task Sockets_are_not_given_up_because_there_is_no_network_at_all()
    {
        using var logs = new CapturedLogs();
        using var port = new ReservedPort();
        await using var harness = await Harness.StartAsync(new EmulatorOptions { Port = port.Number }, logs: logs);
        await harness.Emulator.DisposeAsync();
        for (var turn = 1; turn <= 4; turn++)
        {
            var unheard = () => harness.TurnAsync(TestHistory.Asking("say one"));
            (await unheard.Should().ThrowAsync<ConnectionLostException>()).Which.Delivery.Should().Be(DeliveryState.NotSent);
        }

        logs.Has(SocketsGivenUp).Should().BeFalse();
    }

    [Fact]
    public async Task A_client_that_goes_while_it_probes_goes_at_once()
    {
        using var limit = TestTimeout.Start();
        var time = new ManualTime();
        using var breaking = new BreakingUpgrades();
        using var http = new HttpClient(breaking, disposeHandler: false);
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), options => (options.HttpInvoker, options.ConnectRetries) = (http, 0), time: time);
        await harness.TurnAsync(TestHistory.Asking("say one"));
        breaking.IsSilent = true;
        time.Advance(TimeSpan.FromSeconds(30));
        await harness.TurnAsync(TestHistory.Asking("say two"));
        await breaking.Silent.WaitAsync(harness.Limit);

        await harness.Client.DisposeAsync().AsTask().WaitAsync(harness.Limit);
    }

    /// <summary>A network in which plain requests pass, and upgrades do not.</summary>
    private sealed class BreakingUpgrades() : DelegatingHandler(new SocketsHttpHandler())
    {
        private readonly TaskCompletionSource _silent = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Upgrades { get; private set; }

        public bool IsSilent { get; set; }

        public Task Silent => _silent.Task;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method != HttpMethod.Get)
            {
                return await base.SendAsync(request, cancellationToken);
            }

            Upgrades++;
            if (IsSilent)
            {
                _silent.SetResult();
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            }

            throw new HttpRequestException("The connection was reset.", new SocketException((int)SocketError.ConnectionReset));
        }
    }
}
