using System.Collections.Concurrent;
using System.Globalization;
using ResponsesWebSocket.Client;

namespace Benchmarks.Pool;

/// <summary>Runs the scenarios one after the other, each with a client and a server of its own. Ends by itself, within about twenty minutes.</summary>
internal static class LoadProgram
{
    // The first turn, which has nothing to continue, and ten more.
    private const int Turns = 11;

    private static readonly string Instructions = string.Concat(Enumerable.Repeat("Answer as briefly as you can and say where it stands. ", 40));

    public static async Task<int> RunAsync(string? name)
    {
        var chosen = LoadScenario.All.Where(scenario => name is null || scenario.Name == name).ToList();
        Console.WriteLine($"{"",-19} {"continued",9} {"sockets",9} {"heap MiB",8} {"requests",8} {"connections",11} {"uploaded KiB",12} {"uncached tokens",15} {"seconds",7}");
        foreach (var scenario in chosen)
        {
            await RunAsync(scenario);
        }

        return chosen.Count > 0 ? 0 : 2;
    }

    private static async Task RunAsync(LoadScenario scenario)
    {
        await using var server = await PoolServer.StartAsync();
        var reports = new ConcurrentQueue<TurnReport>();
        var options = new ResponsesWebSocketOptions { Endpoint = server.Endpoint, ApiKey = "test-key", Transport = scenario.Transport, TurnCompleted = reports.Enqueue };
        // Of a busy machine it is not the waits that are measured.
        options.ConnectTimeout = options.ConnectBudget = options.FirstEventTimeout = TimeSpan.FromMinutes(5);
        options.Profile = scenario.WithLanes ? null : EndpointProfile.Azure;
        // What goes over HTTP must not wait for the number of sockets.
        options.MaxSessions = scenario.Transport == ResponsesTransport.Http ? scenario.Conversations : options.MaxSessions;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var client = new ResponsesWebSocketClient(options);
        using var begins = new SemaphoreSlim(scenario.AtOnce ? scenario.Conversations : 1);
        var begin = TimeProvider.System.GetTimestamp();
        var histories = await Task.WhenAll(Enumerable.Range(1, scenario.Conversations).Select(number => Task.Run(() => TalkAsync(client, scenario, number, begins))));
        var elapsed = TimeProvider.System.GetElapsedTime(begin);
        var statistics = client.GetStatistics();
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(histories);
        var costs = await server.AskAsync();
        var later = reports.Where(static report => report.InputItems > 2).ToList();
        var share = 100.0 * later.Count(static report => report.Plan.Kind == PlanKind.Continue) / later.Count;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{scenario.Name,-19} {share,8:N1}% {statistics.SessionsOpen,4}/{statistics.SessionsOpened,-4} {held / 1048576.0,8:N1} {costs.Requests,8} {costs.Connections,11} {reports.Sum(static report => report.BytesSent) / 1024,12:N0} {costs.UncachedTokens,15:N0} {elapsed.TotalSeconds,7:N0}"));
        foreach (var plan in later.Where(static report => report.Plan.Kind != PlanKind.Continue).CountBy(static report => (report.Plan.Kind, report.Plan.Reason)))
        {
            Console.WriteLine($"{"",-19} {plan.Value} of {later.Count}: {plan.Key.Kind} ({plan.Key.Reason})");
        }
    }

    private static async Task<List<ConversationItem>> TalkAsync(ResponsesWebSocketClient client, LoadScenario scenario, int number, SemaphoreSlim begins)
    {
        await begins.WaitAsync();
        var random = new Random(number);
        List<ConversationItem> history = [ConversationItem.Message("system", Instructions)];
        for (var turn = 1; turn <= Turns; turn++)
        {
            history.Add(ConversationItem.Message("user", $"say Answer {turn} of conversation {number}, in a sentence of some length."));
            var result = await client.CreateAsync(new TurnRequest { Model = "gpt-6-astra", Input = [.. history] });
            history.Add(ConversationItem.Message("assistant", result.Text));
            _ = turn == 1 ? begins.Release() : 0;
            var pause = scenario.ThinkSeconds * (1 + (2 * random.NextDouble())) / scenario.Compression;
            await Task.Delay(TimeSpan.FromSeconds(turn < Turns ? pause : 0), TimeProvider.System);
        }

        return history;
    }
}
