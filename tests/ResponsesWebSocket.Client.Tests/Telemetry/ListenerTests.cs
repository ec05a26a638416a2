namespace ResponsesWebSocket.Client.Tests.Telemetry;

/// <summary>Code of the application that only listens: it may throw, and it may wait for others that use the same client.</summary>
public sealed class ListenerTests
{
    private const int SessionClosed = 9;
    private const int CallbackFailed = 19;

    [Theory]
    [InlineData(ResponsesTransport.Auto)]
    [InlineData(ResponsesTransport.Http)]
    public async Task A_logger_that_always_throws_breaks_nothing(ResponsesTransport transport)
    {
        using var hook = new CapturedLogs(static _ => throw new InvalidOperationException("The disk is full."));
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), options => options.Transport = transport, hook);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        harness.Faults.FailTurn(2, EmulatedErrors.ServerError);
        await harness.SayAsync(history, "say two");
        harness.Emulator.DropConnections();
        (await harness.SayAsync(history, "say three")).Text.Should().Be("three");

        await harness.Client.DisposeAsync().AsTask().WaitAsync(harness.Limit);

        foreach (var connection in harness.Journal.Connections)
        {
            await harness.Journal.WaitForClosedAsync(connection.Id, harness.Limit);
        }
    }

    [Fact]
    public async Task TurnCompleted_may_throw_and_the_answer_is_the_callers()
    {
        using var logs = new CapturedLogs();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), static options => options.TurnCompleted = static _ => throw new InvalidOperationException("secret"), logs);
        var history = new TestHistory();

        (await harness.SayAsync(history, "say one")).Text.Should().Be("one");
        (await harness.SayAsync(history, "say two")).Report.Plan.Kind.Should().Be(PlanKind.Continue);
        harness.Client.GetStatistics().TurnsFailed.Should().Be(0);
        logs.Lines.Count(static line => line.StartsWith($"Warning {CallbackFailed} TurnCompleted threw InvalidOperationException")).Should().Be(2);
        logs.Lines.Should().NotContain(static line => line.Contains("secret"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_logger_may_wait_for_another_thread_that_uses_the_client(bool idle)
    {
        var time = new ManualTime();
        ResponsesWebSocketClient? client = null;
        var passed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var limit = TestTimeout.Start();
        using var hook = new CapturedLogs(eventId =>
        {
            if (eventId == SessionClosed)
            {
                passed.TrySetResult(Task.Run(() => client!.GetStatistics(), limit.Token).Wait(TimeSpan.FromSeconds(10), limit.Token));
            }
        });
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), static options => options.IdleTimeout = TimeSpan.FromMinutes(1), hook, time);
        client = harness.Client;
        await harness.TurnAsync(TestHistory.Asking("say one"));

        if (idle)
        {
            await time.TimerAsync(static due => due == TimeSpan.FromMinutes(1), harness.Limit);
            time.Advance(TimeSpan.FromMinutes(1));
        }
        else
        {
            await harness.Client.DisposeAsync().AsTask().WaitAsync(harness.Limit);
        }

        (await passed.Task.WaitAsync(harness.Limit)).Should().BeTrue("no lock may be held while the application is told");
    }

    [Fact]
    public async Task An_ordinary_shutdown_is_no_news_and_a_session_is_named_with_its_client_and_host()
    {
        using var logs = new CapturedLogs();
        await using var harness = await Harness.StartAsync(new EmulatorOptions(), logs: logs);
        await using var another = harness.AnotherClient(logs: logs);
        await harness.TurnAsync(TestHistory.Asking("say one"));
        await another.CreateAsync(Harness.Request(TestHistory.Asking("say two")), harness.Limit);

        await harness.Client.DisposeAsync();
        await another.DisposeAsync();

        logs.Lines.Should().OnlyContain(static line => line.StartsWith("Debug"));
        var closed = logs.Lines.Where(static line => line.StartsWith($"Debug {SessionClosed} Session 1 of client ")).ToList();
        closed.Should().HaveCount(2).And.OnlyHaveUniqueItems().And.OnlyContain(static line => line.Contains("was closed by the client"));
        closed.Should().OnlyContain(line => line.Contains($"to {harness.Emulator.Endpoint.Host} "));
        foreach (var name in closed.Select(static line => line[line.IndexOf("Session", StringComparison.Ordinal)..line.IndexOf(" was", StringComparison.Ordinal)]))
        {
            logs.Lines.Should().Contain(line => line.Contains($"{name} opened"));
            logs.Lines.Should().Contain(line => line.StartsWith("Debug 10 ") && line.Contains(name, StringComparison.OrdinalIgnoreCase), "a turn says on which session of which client it goes");
        }
    }
}
