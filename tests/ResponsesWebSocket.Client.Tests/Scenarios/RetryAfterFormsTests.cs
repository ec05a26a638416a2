namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>A <c>retry-after</c> in each of its forms, wherever the service puts it.</summary>
public sealed class RetryAfterFormsTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData("retry-after", "2.5", 2_500)]
    [InlineData("Retry-After", "Sun, 01 Nov 2026 12:00:30 GMT", 30_000)]
    [InlineData("retry-after-ms", "750", 750)]
    public async Task A_turn_that_an_error_frame_refuses_is_sent_again_at_that_moment(string header, string value, int milliseconds)
    {
        var wait = TimeSpan.FromMilliseconds(milliseconds);
        var time = new ManualTime();
        using var signal = new CapturedLogs();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), logs: signal, time: time);
        harness.Faults.FailTurn(1, new EmulatedError(503, "server_is_overloaded", "Later.") { Headers = new Dictionary<string, string> { [header] = value } });
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await signal.AtTheGateAsync(harness.Limit);
        time.Advance(wait - Moment);
        harness.Journal.Sent().Should().ContainSingle();
        time.Advance(Moment);

        ((await turn).Report.Sends, (await turn).Report.QueueWait).Should().Be((2, wait));
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("NaN")]
    [InlineData("1e300")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task A_wait_that_makes_no_sense_costs_no_more_than_a_refusal_without_one(string value)
    {
        var time = new ManualTime();
        using var signal = new CapturedLogs();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), logs: signal, time: time);
        harness.Faults.FailTurn(1, new EmulatedError(503, "server_is_overloaded", "Later.")
        {
            Headers = new Dictionary<string, string> { ["retry-after"] = value, ["retry-after-ms"] = value },
        });
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await signal.PauseAsync(harness.Limit);
        time.Advance(TimeSpan.FromSeconds(1));

        (await turn).Report.Sends.Should().Be(2);
    }

    [Theory]
    [InlineData(ResponsesTransport.WebSocket, "Retry-After", "2.5", 2_500)]
    [InlineData(ResponsesTransport.WebSocket, "Retry-After", "Sun, 01 Nov 2026 12:01:30 GMT", 90_000)]
    [InlineData(ResponsesTransport.WebSocket, "retry-after-ms", "750", 750)]
    [InlineData(ResponsesTransport.WebSocket, "Retry-After", "-5", null)]
    [InlineData(ResponsesTransport.WebSocket, "Retry-After", "NaN", null)]
    [InlineData(ResponsesTransport.WebSocket, "Retry-After", "1e300", null)]
    [InlineData(ResponsesTransport.Http, "Retry-After", "2.5", 2_500)]
    [InlineData(ResponsesTransport.Http, "Retry-After", "Sun, 01 Nov 2026 12:01:30 GMT", 90_000)]
    [InlineData(ResponsesTransport.Http, "retry-after-ms", "750", 750)]
    [InlineData(ResponsesTransport.Http, "Retry-After", "-5", null)]
    [InlineData(ResponsesTransport.Http, "Retry-After", "NaN", null)]
    [InlineData(ResponsesTransport.Http, "Retry-After", "1e300", null)]
    public async Task The_header_of_a_refusal_is_read_the_same_over_both_transports(ResponsesTransport transport, string header, string value, int? milliseconds)
    {
        using var limit = TestTimeout.Start();
        await using var server = await MisbehavingServer.StartAsync(429, "application/json", "{}", (header, value));
        await using var client = server.Client(options => (options.Transport, options.ConnectRetries) = (transport, 0), new ManualTime());
        var turn = () => client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);

        (await turn.Should().ThrowAsync<ResponseRefusedException>()).Which.RetryAfter
            .Should().Be(milliseconds is { } wait ? TimeSpan.FromMilliseconds(wait) : null);
    }
}
