using System.Text;

namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>What a steer takes on the wire is part of what its turn took.</summary>
public sealed class SteerCostTests
{
    private const string TextDone = "response.output_text.done";

    [Fact]
    public async Task The_frames_of_steers_count_in_the_turns_report_and_in_the_sums()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, TextDone);
        var turn = await WatchedTurn.BeginAsync(harness, TestHistory.Asking("say one"), held);
        await turn.SteerAsync("say zwölf");
        await turn.SteerAsync("say three", answers: 2);
        held.Release();
        var report = (await turn.Result).Report;

        harness.Journal.Sent().Should().HaveCount(3);
        (report.BytesSent, report.Sends).Should().Be((OnTheWire(harness), 1));
        report.BytesIfSentInFull.Should().BeLessThan(report.BytesSent, "what the turn would have taken without steers is compared");
        harness.Client.GetStatistics().BytesSent.Should().Be(report.BytesSent);
    }

    [Fact]
    public async Task A_steer_that_was_refused_has_cost_its_bytes_too()
    {
        await using var harness = await WatchedTurn.HarnessAsync(emulator: static options => options.CanSteer = static _ => false);
        using var held = harness.Faults.HoldBeforeEvent(1, TextDone);
        var turn = await WatchedTurn.BeginAsync(harness, TestHistory.Asking("say one"), held);
        await turn.SteerAsync("say two", "response.steer.failed");
        held.Release();

        (await turn.Result).Report.BytesSent.Should().Be(OnTheWire(harness));
    }

    [Fact]
    public async Task A_steer_that_was_never_sent_costs_nothing()
    {
        await using var harness = await WatchedTurn.HarnessAsync(Harness.OneSmallLane);
        using var held = harness.Faults.HoldBeforeEvent(1, TextDone);
        var turn = await WatchedTurn.BeginAsync(harness, TestHistory.Asking("say one"), held);
        (await turn.Turn.SteerAsync(new string('x', 4096), harness.Limit)).Status.Should().Be(SteerStatus.NotDelivered);
        held.Release();

        (await turn.Result).Report.BytesSent.Should().Be(OnTheWire(harness));
        harness.Journal.Sent().Should().ContainSingle();
    }

    [Fact]
    public async Task A_turn_that_was_left_has_cost_what_its_steers_took()
    {
        await using var harness = await WatchedTurn.HarnessAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, TextDone);
        using var leaving = new CancellationTokenSource();
        var turn = await WatchedTurn.BeginAsync(harness, TestHistory.Asking("say one"), held, cancellationToken: leaving.Token);
        await turn.SteerAsync("say two");
        await leaving.CancelAsync();
        await turn.Result.Awaiting(static result => result).Should().ThrowAsync<OperationCanceledException>();

        var sums = harness.Client.GetStatistics();
        (sums.TurnsAbandoned, sums.BytesSent).Should().Be((1, OnTheWire(harness)));
    }

    private static long OnTheWire(Harness harness) => harness.Journal.Sent().Sum(static frame => (long)Encoding.UTF8.GetByteCount(frame.Text!));
}
