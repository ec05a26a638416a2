using System.Collections.Concurrent;
using System.Diagnostics;

namespace ResponsesWebSocket.Client.Tests.Telemetry;

/// <summary>A socket outlives the turn that opened it, so nothing of that turn's context may live on in what is done for the socket.</summary>
public sealed class BackgroundWorkTests : IDisposable
{
    private const int SessionOpened = 1;
    private const int SessionBroken = 2;
    private const int UnknownEvent = 3;
    private const int ContextMadeReady = 6;
    private const int WarmUpFailed = 7;

    private static readonly ActivitySource Application = new("tests.background-work");
    private static readonly AsyncLocal<string?> Ambient = new();

    // By name: the source may come to be while the listener looks at it.
    private readonly ActivityListener _listener = new() { ShouldListenTo = static source => source.Name == "tests.background-work", Sample = static (ref _) => ActivitySamplingResult.AllData };
    private readonly ConcurrentQueue<(string What, string? Activity, string? Ambient)> _seen = new();

    public BackgroundWorkTests() => ActivitySource.AddActivityListener(_listener);

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task What_is_done_for_a_socket_runs_in_nobodys_context_from_its_opening_to_its_end()
    {
        var time = new ManualTime();
        using var hook = new CapturedLogs(Log);
        using var requests = new HttpMessageInvoker(new SeeingHandler(() => See("upgrade")));
        await using var harness = await Harness.StartAsync(
            new EmulatorOptions(),
            options =>
            {
                (options.HttpInvoker, options.ApiKey, options.MaxConnectionAge) = (requests, null, TimeSpan.FromMinutes(2));
                options.AccessToken = _ =>
                {
                    See("token");
                    return new("test-key");
                };
            },
            hook,
            time);
        var history = new TestHistory().System("Be brief.");
        await InTheApplicationAsync(() => harness.SayAsync(history, "say one"));
        // Read when no turn is in flight, by the loop that the first turn started.
        await harness.Emulator.InjectTextAsync("""{"type":"test.marker","response_id":"another"}""", harness.Limit);
        await hook.NextAsync(UnknownEvent, harness.Limit);
        // The successor is opened, and the context made ready there.
        time.Advance(TimeSpan.FromSeconds(96));
        await hook.NextAsync(ContextMadeReady, harness.Limit);
        harness.Emulator.DropConnections();
        await hook.NextAsync(SessionBroken, harness.Limit);

        _seen.Select(static seen => seen.What).Should().Contain(["token", "upgrade", "log 1", "log 2", "log 3", "log 6"]);
        _seen.Count(static seen => seen.What == "upgrade").Should().Be(2);
        _seen.Should().OnlyContain(static seen => seen.Activity == null && seen.Ambient == null);
    }

    [Fact]
    public async Task What_is_tried_ahead_has_nothing_of_the_context_in_which_the_client_was_made()
    {
        using var hook = new CapturedLogs(Log);
        await using var harness = await InTheApplicationAsync(() => Harness.StartAsync(
            new EmulatorOptions { RefuseUpgrade = HttpStatusCode.Unauthorized }, static options => options.PreConnect = true, hook));
        await hook.NextAsync(WarmUpFailed, harness.Limit);

        _seen.Should().Equal(("log 7", null, null));
    }

    [Fact]
    public async Task A_turn_below_a_suppressed_flow_is_made_like_any_other()
    {
        await using var harness = await Harness.StartTalkingAsync();
        Task<TurnResult> turn;
        using (ExecutionContext.SuppressFlow())
        {
            turn = harness.TurnAsync(TestHistory.Asking("say one"));
        }

        (await turn).Text.Should().Be("one");
    }

    private static async Task<T> InTheApplicationAsync<T>(Func<Task<T>> work)
    {
        // An asynchronous method's changes to its context end with it.
        Ambient.Value = "the application's";
        using var activity = Application.StartActivity("request");
        activity.Should().NotBeNull();
        return await work();
    }

    private void See(string what) => _seen.Enqueue((what, Activity.Current?.DisplayName, Ambient.Value));

    /// <summary>Of what is logged, what is said of sockets; the rest is said of turns, in their own context.</summary>
    private void Log(int eventId)
    {
        if (eventId is SessionOpened or SessionBroken or UnknownEvent or ContextMadeReady or WarmUpFailed)
        {
            See($"log {eventId}");
        }
    }

    private sealed class SeeingHandler(Action see) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            see();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
