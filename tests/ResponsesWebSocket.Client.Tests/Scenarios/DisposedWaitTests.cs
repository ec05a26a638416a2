namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>What waits, for whatever, ends with the client at once and says why.</summary>
public sealed class DisposedWaitTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly CapturedLogs _signal = new();

    public static TheoryData<ResponsesTransport> Transports => [ResponsesTransport.WebSocket, ResponsesTransport.Http];

    public void Dispose() => _signal.Dispose();

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task The_turn_that_waits_as_long_as_the_service_asked_and_the_one_behind_it(ResponsesTransport transport)
    {
        await using var harness = await StartAsync(transport);
        harness.Faults.FailTurn(1, EmulatedErrors.RateLimitExceeded(TimeSpan.FromSeconds(30)));
        var refused = harness.BeginAsync(TestHistory.Asking("say one"));
        await _signal.AtTheGateAsync(harness.Limit);
        var behind = harness.BeginAsync(TestHistory.Asking("say two"));

        await harness.Client.DisposeAsync().AsTask().WaitAsync(harness.Limit);

        await ShouldSaySoAsync(harness, refused);
        await ShouldSaySoAsync(harness, behind);
        harness.Journal.Frames.Count(static frame => frame.FromClient).Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_turn_that_pauses_before_its_next_try(ResponsesTransport transport)
    {
        await using var harness = await StartAsync(transport);
        harness.Faults.FailTurn(1, EmulatedErrors.ServerError);
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await _signal.PauseAsync(harness.Limit);

        await harness.Client.DisposeAsync().AsTask().WaitAsync(harness.Limit);

        await ShouldSaySoAsync(harness, turn);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_turn_whose_token_does_not_come(ResponsesTransport transport)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var harness = await StartAsync(transport, options => (options.ApiKey, options.AccessToken) = (null, _ => Never<string>(asked)));
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await asked.Task.WaitAsync(harness.Limit);

        await harness.Client.DisposeAsync().AsTask().WaitAsync(harness.Limit);

        await ShouldSaySoAsync(harness, turn);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_turn_that_finds_no_connection(ResponsesTransport transport)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) => await Never<Stream>(asked).AsTask().WaitAsync(cancellationToken),
        };
        using var requests = new HttpMessageInvoker(handler);
        await using var harness = await StartAsync(transport, options => options.HttpInvoker = requests);
        var turn = harness.BeginAsync(TestHistory.Asking("say one"));
        await asked.Task.WaitAsync(harness.Limit);

        await harness.Client.DisposeAsync().AsTask().WaitAsync(harness.Limit);

        await ShouldSaySoAsync(harness, turn);
    }

    [Fact]
    public async Task A_compaction_and_a_warm_up()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var harness = await StartAsync(ResponsesTransport.Auto, options => (options.ApiKey, options.AccessToken) = (null, _ => Never<string>(asked)));
        var request = Harness.Request(TestHistory.Asking("say one"));
        var compacting = harness.Client.CompactAsync(request, harness.Limit);
        var warming = harness.Client.PrewarmAsync(request, harness.Limit);
        await asked.Task.WaitAsync(harness.Limit);

        await harness.Client.DisposeAsync().AsTask().WaitAsync(harness.Limit);

        await ShouldSaySoAsync(harness, compacting);
        await ShouldSaySoAsync(harness, warming);
    }

    [Fact]
    public async Task The_callers_own_token_is_still_the_callers()
    {
        await using var harness = await StartAsync(ResponsesTransport.WebSocket);
        using var leaving = new CancellationTokenSource();
        harness.Faults.FailTurn(1, EmulatedErrors.RateLimitExceeded(TimeSpan.FromSeconds(30)));
        var turn = harness.BeginAsync(TestHistory.Asking("say one"), leaving.Token);
        await _signal.AtTheGateAsync(harness.Limit);

        await leaving.CancelAsync();

        (await turn.Awaiting(static t => t).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.IsCancellationRequested.Should().BeTrue();
    }

    private static ValueTask<T> Never<T>(TaskCompletionSource asked)
    {
        asked.TrySetResult();
        return new(new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously).Task);
    }

    private static async Task ShouldSaySoAsync(Harness harness, Task waiting) =>
        (await waiting.WaitAsync(harness.Limit).Awaiting(static t => t).Should().ThrowAsync<ObjectDisposedException>()).Which.Message.Should().Contain(nameof(ResponsesWebSocketClient));

    private Task<Harness> StartAsync(ResponsesTransport transport, Action<ResponsesWebSocketOptions>? configure = null) => Harness.StartAsync(
        new EmulatorOptions(),
        options =>
        {
            options.Transport = transport;
            configure?.Invoke(options);
        },
        _signal,
        _time);
}
