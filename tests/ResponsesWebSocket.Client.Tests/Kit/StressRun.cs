using System.Collections.Concurrent;
using System.Text;

namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>Many callers at once on one client, and what is remembered of them for the end, when all is compared with the journal.</summary>
internal sealed class StressRun : IAsyncDisposable
{
    public const string Key = "sk-stress-secret";

    /// <summary>Stands in every text.</summary>
    public const string Private = "privately";

    private const int MaxAttempts = 50;

    // Thousands of turns on a busy machine; it only matters when something hangs.
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(5), TimeProvider.System);
    private readonly CapturedLogs _logs = new();
    private readonly Harness _harness;

    private StressRun(Harness harness, CapturedLogs logs, int seed) => (_harness, _logs, Seed) = (harness, logs, seed);

    public int Seed { get; }

    public Journal Journal => _harness.Journal;

    public IReadOnlyList<TurnReport> Reports => _harness.Reports;

    public IReadOnlyList<string> Logs => _logs.Lines;

    /// <summary>Responses that reached their caller, with the history each was made from.</summary>
    public ConcurrentBag<(string ResponseId, TestHistory TestHistory)> Completed { get; } = [];

    public ConcurrentQueue<ResponsesWebSocketException> Failures { get; } = [];

    /// <summary>How often the function behind a call ran.</summary>
    public ConcurrentDictionary<string, int> ToolRuns { get; } = [];

    /// <summary>When callers began to wait for a turn, and when they no longer did.</summary>
    public ConcurrentQueue<(DateTimeOffset At, int Step)> UnderWay { get; } = [];

    /// <summary>When callers left a turn, and what they had asked.</summary>
    public ConcurrentQueue<(DateTimeOffset At, string Question)> Left { get; } = [];

    public CancellationToken Limit => _limit.Token;

    public static async Task<StressRun> StartAsync(int seed, StressFaults? faults = null)
    {
        var logs = new CapturedLogs();
        var harness = await Harness.StartAsync(new EmulatorOptions { ApiKey = Key }, Configure, logs, new AcceleratedTime());
        harness.Faults.OnFault = faults is null ? null : faults.At;
        return new StressRun(harness, logs, seed);
    }

    /// <summary>Makes a turn, as often as it takes.</summary>
    public async Task<TurnResult> TurnAsync(TestHistory history, string expected, bool streams, bool stores)
    {
        for (var attempt = 1; ; attempt++)
        {
            var seen = new StringBuilder();
            try
            {
                return await TryAsync(history, expected, streams ? seen : null, stores);
            }
            catch (ResponsesWebSocketException failure) when (attempt < MaxAttempts)
            {
                Failures.Enqueue(failure);
                expected.Should().StartWith(seen.ToString(), "what came before a failure is a beginning of the answer");
            }
        }
    }

    /// <summary>Makes a turn and cancels it some moments later.</summary>
    public async Task CancelAsync(TestHistory history, string expected, int moments)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Limit);
        Enter();
        var turn = _harness.Client.CreateAsync(Harness.Request(history), cancellation.Token);
        for (var moment = 0; moment < moments; moment++)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        await cancellation.CancelAsync();
        Leave(history);
        try
        {
            Complete(await turn, history, expected);
        }
        catch (OperationCanceledException)
        {
            // As it was meant to be.
        }
        catch (ResponsesWebSocketException failure)
        {
            Failures.Enqueue(failure);
        }
    }

    /// <summary>Reads some events of a turn and goes away.</summary>
    public async Task LeaveAsync(TestHistory history, string expected, int events)
    {
        var seen = new StringBuilder();
        Enter();
        try
        {
            await foreach (var happened in _harness.Client.StreamAsync(Harness.Request(history), Limit))
            {
                seen.Append((happened as OutputTextDeltaEvent)?.Delta);
                if (--events <= 0)
                {
                    break;
                }
            }
        }
        catch (ResponsesWebSocketException failure)
        {
            Failures.Enqueue(failure);
        }
        finally
        {
            Leave(history);
        }

        expected.Should().StartWith(seen.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        _logs.Dispose();
        _limit.Dispose();
    }

    private static void Configure(ResponsesWebSocketOptions options)
    {
        options.ApiKey = Key;
        // Their clock is the hasty one, and the service's is not.
        options.FirstEventTimeout = options.InterEventTimeout = Timeout.InfiniteTimeSpan;
        options.ConnectTimeout = TimeSpan.FromDays(1);
    }

    private async Task<TurnResult> TryAsync(TestHistory history, string expected, StringBuilder? seen, bool stores)
    {
        var request = new TurnRequest { Model = Harness.Model, Input = [.. history.Items], Store = stores };
        Enter();
        try
        {
            if (seen is null)
            {
                var result = await _harness.Client.CreateAsync(request, Limit);
                result.FunctionCalls.ToList().ForEach(Run);
                return Complete(result, history, expected);
            }

            await foreach (var happened in _harness.Client.StreamAsync(request, Limit))
            {
                seen.Append((happened as OutputTextDeltaEvent)?.Delta);
                if (happened is OutputItemDoneEvent { Item: { Kind: ItemKind.FunctionCall } call })
                {
                    // An eager caller, which does not wait for the end.
                    Run(call);
                }
                else if (happened is ResponseCompletedEvent end)
                {
                    seen.ToString().Should().Be(expected);
                    return Complete(end.Result, history, expected);
                }
            }

            throw new InvalidOperationException("The stream ended without a terminal event and without an exception.");
        }
        finally
        {
            Exit();
        }
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private void Enter() => UnderWay.Enqueue((Now, 1));

    private void Exit() => UnderWay.Enqueue((Now, -1));

    /// <summary>What was asked stands in no other turn.</summary>
    private void Leave(TestHistory history)
    {
        Left.Enqueue((Now, history.Items[^1].Text));
        Exit();
    }

    private void Run(ConversationItem call) => ToolRuns.AddOrUpdate(call.CallId!, 1, static (_, count) => count + 1);

    private TurnResult Complete(TurnResult result, TestHistory history, string expected)
    {
        result.Text.Should().Be(expected, "each caller gets the answer to its own question, once");
        Completed.Add((result.Id, history.Copy()));
        return result;
    }
}
