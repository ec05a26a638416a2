namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class SecretsTests
{
    private const string Key = "sk-very-secret-key";
    private const string HeaderSecret = "header-very-secret";
    private const string Said = "my very private words";

    [Fact]
    [Trait("Bug", "15 identity and isolation")]
    public async Task No_key_and_no_text_is_in_any_log_or_exception()
    {
        using var logs = new CapturedLogs();
        var options = new EmulatorOptions { ApiKey = Key };
        await using var harness = await Harness.StartAsync(options, Configure, logs);
        var history = new TestHistory();
        await harness.SayAsync(history, $"say {Said}");
        harness.Faults.FailTurn(2, 400, "previous_response_not_found", "Gone.");
        await harness.SayAsync(history, $"say {Said} again");
        harness.Emulator.DropConnections();
        await harness.SayAsync(history, $"say {Said} once more");
        harness.Faults.FailTurn((harness.Journal.Sent()[^1].Turn ?? 0) + 1, new EmulatedError(500, "server_error", "It broke.") { Headers = new Dictionary<string, string> { ["x-should-retry"] = "false" } });
        var failures = new List<string> { await FailureOfAsync(harness, history) };
        options.RefuseUpgrade = HttpStatusCode.Unauthorized;
        harness.Emulator.DropConnections();
        await harness.Journal.WaitUntilAsync(static seen => seen.Connections.All(static connection => connection.Closed is not null), harness.Limit);
        failures.Add(await FailureOfAsync(harness, history));

        logs.Lines.Should().HaveCountGreaterThan(8, "otherwise there is nothing to look at");
        failures.Concat(logs.Lines).Should().NotContain(static text => text.Contains(Key) || text.Contains(HeaderSecret) || text.Contains(Said));
    }

    private static void Configure(ResponsesWebSocketOptions options)
    {
        options.ApiKey = Key;
        options.Headers["X-Own-Secret"] = HeaderSecret;
    }

    private static async Task<string> FailureOfAsync(Harness harness, TestHistory history)
    {
        var failing = () => harness.TurnAsync(history.Copy().User($"say {Said}"));
        return (await failing.Should().ThrowAsync<ResponsesWebSocketException>()).Which.ToString();
    }
}
