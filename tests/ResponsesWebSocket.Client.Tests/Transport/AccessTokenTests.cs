namespace ResponsesWebSocket.Client.Tests.Transport;

public sealed class AccessTokenTests
{
    private const string Secret = "token-very-secret";

    public static TheoryData<ResponsesTransport> Transports => [ResponsesTransport.WebSocket, ResponsesTransport.Http];

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Bug", "15 identity and isolation")]
    public async Task A_refused_token_is_asked_for_once_more(ResponsesTransport transport)
    {
        var asked = 0;
        await using var harness = await StartAsync(transport, _ => new(++asked == 1 ? "out-of-date" : "test-key"));

        (await harness.TurnAsync(TestHistory.Asking("say one"))).Report.Sends.Should().Be(1);
        asked.Should().Be(2);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_second_refusal_reaches_the_caller(ResponsesTransport transport)
    {
        var asked = 0;
        await using var harness = await StartAsync(transport, _ => new($"{Secret}-{++asked}"));
        var refused = () => harness.TurnAsync(TestHistory.Asking("say one"));

        var thrown = (await refused.Should().ThrowAsync<ResponseRefusedException>()).Which;
        thrown.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        thrown.ToString().Should().NotContain(Secret);
        asked.Should().Be(2);
    }

    [Theory]
    [InlineData(ResponsesTransport.WebSocket, "GET")]
    [InlineData(ResponsesTransport.Http, "POST")]
    public async Task The_same_token_is_not_sent_twice(ResponsesTransport transport, string method)
    {
        await using var server = await MisbehavingServer.StartAsync(401, "application/json", "{}");
        await using var client = server.Client(options =>
        {
            options.Transport = transport;
            options.ApiKey = null;
            options.AccessToken = static _ => new(Secret);
        });
        using var limit = TestTimeout.Start();
        var refused = () => client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);

        await refused.Should().ThrowAsync<ResponseRefusedException>();
        server.Requests.Select(static request => (request.Route, request.Token)).Should().Equal(($"{method} /v1/responses", $"Bearer {Secret}"));
    }

    [Theory]
    [InlineData(ResponsesTransport.WebSocket, 403)]
    [InlineData(ResponsesTransport.Http, 403)]
    [InlineData(ResponsesTransport.Http, 500)]
    public async Task Another_refusal_is_no_reason_to_ask_again(ResponsesTransport transport, int status)
    {
        var asked = 0;
        await using var server = await MisbehavingServer.StartAsync(status, "application/json", "{}");
        await using var client = server.Client(options =>
        {
            options.Transport = transport;
            options.ApiKey = null;
            options.AccessToken = _ => new($"{++asked}");
        });
        using var limit = TestTimeout.Start();
        var refused = () => client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);

        (await refused.Should().ThrowAsync<ResponseRefusedException>()).Which.StatusCode.Should().Be((HttpStatusCode)status);
        asked.Should().Be(1);
    }

    [Fact]
    public async Task A_socket_asks_when_it_is_opened_and_an_HTTP_turn_every_time()
    {
        foreach (var (transport, asks) in new[] { (ResponsesTransport.WebSocket, 1), (ResponsesTransport.Http, 3) })
        {
            var asked = 0;
            await using var harness = await StartAsync(transport, _ => new(Interlocked.Increment(ref asked) > 0 ? "test-key" : ""));
            var history = new TestHistory();
            for (var turn = 1; turn <= 3; turn++)
            {
                await harness.SayAsync(history, $"say {turn}");
            }

            asked.Should().Be(asks);
        }
    }

    [Fact]
    [Trait("Bug", "15 identity and isolation")]
    public async Task A_new_socket_comes_with_a_new_token()
    {
        var asked = 0;
        await using var harness = await StartAsync(ResponsesTransport.WebSocket, _ => new(++asked > 0 ? "test-key" : ""));
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        harness.Emulator.DropConnections();
        await harness.SayAsync(history, "say two");

        asked.Should().Be(2);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_callback_that_fails_is_told_with_its_cause_and_nothing_is_sent(ResponsesTransport transport)
    {
        await using var harness = await StartAsync(transport, static _ => throw new InvalidOperationException("No identity here."));
        var failing = () => harness.TurnAsync(TestHistory.Asking("say one"));

        var thrown = (await failing.Should().ThrowAsync<AccessTokenException>()).Which;
        thrown.Message.Should().Contain("AccessToken").And.Contain("InvalidOperationException");
        thrown.InnerException.Should().BeOfType<InvalidOperationException>();
        thrown.Delivery.Should().Be(DeliveryState.NotSent);
        harness.Journal.Frames.Should().BeEmpty();
        harness.Journal.RefusedUpgrades.Should().BeEmpty();
    }

    [Theory]
    [InlineData(ResponsesTransport.WebSocket, "")]
    [InlineData(ResponsesTransport.WebSocket, Secret + "\r\nX-Injected: 1")]
    [InlineData(ResponsesTransport.Http, " ")]
    [InlineData(ResponsesTransport.Http, Secret + "\n")]
    public async Task A_token_that_cannot_be_sent_is_told_without_repeating_it(ResponsesTransport transport, string token)
    {
        await using var harness = await StartAsync(transport, _ => new(token));
        var failing = () => harness.TurnAsync(TestHistory.Asking("say one"));

        (await failing.Should().ThrowAsync<AccessTokenException>()).Which.ToString().Should().Contain("AccessToken").And.NotContain(Secret);
        harness.Journal.Frames.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Cancelling_reaches_the_callback_and_does_not_wait_for_it(ResponsesTransport transport)
    {
        var asked = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var harness = await StartAsync(transport, token =>
        {
            asked.SetResult(token);
            return new(new TaskCompletionSource<string>().Task);
        });
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(harness.Limit);
        var turn = harness.BeginAsync(TestHistory.Asking("say one"), leaving.Token);
        var passed = await asked.Task.WaitAsync(harness.Limit);
        await leaving.CancelAsync();

        await turn.Awaiting(static t => t).Should().ThrowAsync<OperationCanceledException>();
        var cancelled = new TaskCompletionSource();
        await using var heard = passed.Register(cancelled.SetResult);
        await cancelled.Task.WaitAsync(harness.Limit);
    }

    [Fact]
    public async Task A_callback_that_gives_up_by_itself_is_no_cancellation_of_the_caller()
    {
        await using var harness = await StartAsync(ResponsesTransport.WebSocket, static _ => throw new TaskCanceledException());
        var failing = () => harness.TurnAsync(TestHistory.Asking("say one"));

        await failing.Should().ThrowAsync<AccessTokenException>();
    }

    [Fact]
    public void A_key_and_a_callback_exclude_each_other() =>
        OptionsTests.ShouldFail(static options => options.AccessToken = static _ => new(""), "ApiKey and AccessToken are both set");

    [Fact]
    public void A_callback_is_as_good_as_a_key() => OptionsTests.FaultsOf(static options =>
    {
        options.ApiKey = null;
        options.AccessToken = static _ => new("");
    }).Should().BeEmpty();

    [Fact]
    public void An_unknown_transport_is_refused() =>
        OptionsTests.ShouldFail(static options => options.Transport = (ResponsesTransport)7, "Transport is 7");

    private static Task<Harness> StartAsync(ResponsesTransport transport, Func<CancellationToken, ValueTask<string>> token) =>
        BothTransports.StartAsync(transport, configure: options =>
        {
            options.ApiKey = null;
            options.AccessToken = token;
        });
}
