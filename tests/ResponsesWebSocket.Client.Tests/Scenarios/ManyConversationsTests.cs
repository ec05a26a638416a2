namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>Where there are no lanes; with lanes see <see cref="LaneTests"/>.</summary>
public sealed class ManyConversationsTests
{
    [Fact]
    public async Task Two_conversations_with_one_system_prompt_interleaved_a_hundred_turns_never_mix()
    {
        await using var harness = await Harness.StartTalkingAsync(Harness.WithoutLanes);
        await InterleaveAsync(harness, "say hello from A", "say hello from B", rounds: 100);

        ShouldHaveSettledAfter(harness, rounds: 2);
    }

    [Fact]
    [Trait("Bug", "03 wrong branch continued")]
    public async Task Two_conversations_with_one_first_message_interleaved_a_hundred_turns_never_mix()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions { Model = new CountingModel() }, Harness.WithoutLanes);
        await InterleaveAsync(harness, "flip", "flip", rounds: 100);

        harness.Reports[2].Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.ParentReplaced));
        ShouldHaveSettledAfter(harness, rounds: 2);
    }

    /// <summary>Until they differ the two are one, so the second continuation looks like an edit of the first and costs one replay more.</summary>
    [Fact]
    public async Task Two_conversations_that_begin_alike_down_to_the_answer_never_mix()
    {
        await using var harness = await Harness.StartTalkingAsync(Harness.WithoutLanes);
        await InterleaveAsync(harness, "say hello", "say hello", rounds: 100);

        ShouldHaveSettledAfter(harness, rounds: 3);
    }

    [Fact]
    public async Task Past_the_limit_of_sockets_the_longest_unused_one_changes_hands()
    {
        await using var harness = await Harness.StartTalkingAsync(Harness.OneLane);
        var a = new TestHistory();
        var b = new TestHistory();
        await harness.SayAsync(a, "say A1");
        await harness.SayAsync(b, "say B1");
        var again = await harness.SayAsync(a, "say A2");

        again.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.ParentReplaced));
        harness.Journal.Connections.Should().ContainSingle();
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    private static async Task InterleaveAsync(Harness harness, string openingA, string openingB, int rounds)
    {
        var a = new TestHistory().System("Be brief.");
        var b = new TestHistory().System("Be brief.");
        for (var round = 1; round <= rounds; round++)
        {
            await harness.SayAsync(a, round == 1 ? openingA : $"say A in round {round}");
            await harness.SayAsync(b, round == 1 ? openingB : $"say B in round {round}");
        }
    }

    /// <summary>Each turn's context was compared as it was made; here: no replays without end, and each conversation on a socket of its own.</summary>
    private static void ShouldHaveSettledAfter(Harness harness, int rounds)
    {
        var settled = harness.Reports.Skip(rounds * 2).ToList();
        settled.Should().OnlyContain(static report => report.Plan.Kind == PlanKind.Continue && report.Sends == 1);
        settled.Where(static (_, index) => index % 2 == 0).Select(static report => report.Session).Distinct().Should().ContainSingle();
        settled.Select(static report => report.Session).Distinct().Should().HaveCount(2);
        harness.Journal.Connections.Should().HaveCount(2);
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    /// <summary>Gives every turn an answer of its own, even to the same question.</summary>
    private sealed class CountingModel : IEmulatedModel
    {
        private int _answers;

        public ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult(ModelAnswer.Text($"answer {Interlocked.Increment(ref _answers)}"));
    }
}
