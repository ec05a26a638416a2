using Xunit.Abstractions;

namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>By itself, since it would starve the tests beside it.</summary>
[CollectionDefinition(nameof(StressTests), DisableParallelization = true)]
public sealed class StressDefinition;

/// <summary>Two hundred callers at once on one client, each with a mind of its own.</summary>
[Collection(nameof(StressTests))]
public sealed class StressTests(ITestOutputHelper output)
{
    private const int Callers = 200;
    private const int SlotsOfSession = 16;
    private const int LanesOfSession = 33;

    [Fact]
    public async Task Without_faults_only_a_fork_that_lost_its_race_is_sent_twice_and_no_socket_is_opened_that_is_not_needed()
    {
        await using var run = await StressRun.StartAsync(seed: 1);
        await TalkAsync(run, turns: 10, leave: false);

        ShouldHold(run, out var invariants);
        run.Failures.Should().BeEmpty();
        // A fork whose parent's lane ended its turn first, at the service, is the one thing that may be sent twice.
        var again = run.Reports.Where(static report => report.Sends != 1).ToList();
        again.Should().NotContain(static report => report.Sends != 2 || report.Retries != 0 || report.Plan != new TurnPlan(PlanKind.Replay, PlanReason.ParentEvicted));
        invariants.MissedParents.Should().HaveSameCount(again).And.HaveCountLessThan(run.Completed.Count / 100);
    }

    [Theory]
    [InlineData(2)]
    public async Task With_edits_forks_tools_cancellations_and_faults_every_promise_holds(int seed)
    {
        await using var run = await StressRun.StartAsync(seed, new StressFaults(seed));
        await TalkAsync(run, turns: 30, leave: true);

        ShouldHold(run, out _);
        run.Failures.Should().OnlyContain(
            static failure => failure is ConnectionLostException || (failure is ResponseRefusedException && StressFaults.Codes.Contains(((ResponseRefusedException)failure).Code)),
            "nothing else was done to the callers");
        run.Journal.Connections.Should().HaveCountGreaterThan(20, "otherwise hardly a socket was lost");
        run.Reports.Should().Contain(static report => report.Sends > 1);
    }

    private static Task TalkAsync(StressRun run, int turns, bool leave) =>
        Task.WhenAll(Enumerable.Range(1, Callers).Select(number => new StressCaller(run, number, leave).TalkAsync(turns)));

    private void ShouldHold(StressRun run, out JournalInvariants invariants)
    {
        invariants = new JournalInvariants(run.Journal);
        var sockets = new JournalSockets(run, SlotsOfSession, LanesOfSession);
        output.WriteLine(
            $"{run.Completed.Count} turns, {run.Reports.Count(static r => r.Plan.Kind == PlanKind.Continue)} continued, {run.Reports.Count(static r => r.Plan.Kind == PlanKind.Fork)} forked, "
            + $"{run.Reports.Count(static r => r.Sends > 1)} sent again, {run.Failures.Count} failed, {run.Journal.Connections.Count} sockets, {sockets.MostSockets} at once, {sockets.MostTurns} turns at once, "
            + $"{run.ToolRuns.Count} tools, {run.Logs.Count} log lines, missed parents: {invariants.MissedParents.Count}");
        foreach (var plan in run.Reports.GroupBy(static r => (r.Plan.Kind, r.Plan.Reason, r.Transport)))
        {
            output.WriteLine($"{plan.Key}: {plan.Count()}");
        }

        invariants.ShouldBeEquivalent(run.Completed);
        invariants.ShouldKeepOwnership();
        invariants.ShouldBeIsolated();
        invariants.ShouldAnswerEveryCallOnce();
        invariants.ShouldOnlyMissParentsInARace();
        sockets.TooMany.Should().BeEmpty("a socket is opened in place of one that is lost, for more turns than those there take, and when all they hold are contexts");
        run.Completed.Should().HaveCountGreaterThan(Callers * 8);
        run.ToolRuns.Should().NotBeEmpty().And.OnlyContain(static tool => tool.Value == 1);
        run.Logs.Concat(run.Failures.Select(static failure => failure.ToString())).Should()
            .NotContain(static line => line.Contains(StressRun.Key) || line.Contains(StressRun.Private) || line.Contains("caller-"));
    }
}
