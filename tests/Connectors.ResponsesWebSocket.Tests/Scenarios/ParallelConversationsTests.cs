using System.Collections.Concurrent;

namespace Connectors.ResponsesWebSocket.Tests.Scenarios;

/// <summary>Two conversations run at the same time on one service, each on a lane of its own.</summary>
public sealed class ParallelConversationsTests
{
    private const int Turns = 20;

    private static readonly string[] Names = ["Ann", "Bob"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversations_with_tool_calls_that_run_in_parallel_never_mix_and_keep_their_lanes(bool streaming)
    {
        var model = new Noting();
        await using var harness = await Harness.StartAsync(model);
        harness.With("P", (string who) => $"noted for {who}");
        model.Limit = harness.Limit;

        var histories = await Task.WhenAll(Names.Select(name => Task.Run(() => ConverseAsync(harness, name, streaming), harness.Limit)));

        var responses = harness.Emulator.Journal.Responses;
        responses.Should().HaveCount(Names.Length * Turns * 2);
        responses.Should().OnlyContain(static response => Speakers(response).Count == 1);
        foreach (var (name, history) in Names.Zip(histories))
        {
            var own = responses.Where(response => Speakers(response)[0] == name).ToList();
            own.Should().HaveCount(Turns * 2);
            own.Select(static response => response.StreamId).Distinct().Should().ContainSingle("the conversation keeps its lane");
            // The last answer was given to the whole history, which ends with that answer.
            Canonical.Of(own[^1].Context).Should().Equal(Canonical.Of(history.SkipLast(1)));
        }

        harness.Emulator.Journal.Connections.Should().HaveCount(Harness.OverHttp ? 0 : 1, "one socket has lanes for both");
        harness.Plans.Count(static plan => plan.Kind == PlanKind.Replay).Should().Be(Harness.OverHttp ? responses.Count : Names.Length, "only the first turn of each sends a whole history");
        harness.Emulator.Journal.EveryCallHasExactlyOneOutput();
    }

    private static async Task<ChatHistory> ConverseAsync(Harness harness, string name, bool streaming)
    {
        var history = new ChatHistory("You take notes.");
        for (var turn = 0; turn < Turns; turn++)
        {
            history.AddUserMessage($"{name} says {turn}");
            history.AddAssistantMessage((await harness.AnswerAsync(history, streaming, Harness.Auto))!);
        }

        return history;
    }

    private static List<string> Speakers(JournalResponse response)
    {
        var text = string.Concat(Canonical.Of(response.Context));
        return [.. Names.Where(name => text.Contains(name, StringComparison.Ordinal))];
    }

    /// <summary>Notes what a user says with a call, then confirms it; never before the other conversation has come as far.</summary>
    private sealed class Noting : IEmulatedModel
    {
        private readonly ConcurrentDictionary<int, TaskCompletionSource> _waiting = new();
        private readonly TaskCompletionSource _namedLaneGoesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationToken Limit { get; set; }

        public async ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken)
        {
            var isFirst = request.Context.Count == 2;
            var isNamed = request.Request.TryGetProperty("stream_id", out _);
            if (isNamed && !isFirst)
            {
                _namedLaneGoesOn.TrySetResult();
            }

            await MeetAsync(request.Context.Count);
            if (isFirst && !isNamed && !Harness.OverHttp)
            {
                // The lane without a name is not used beside a named one before the service was seen to tell lanes apart. So its
                // first answer comes when the conversation on the named lane goes on, which has had its answer by then.
                await _namedLaneGoesOn.Task.WaitAsync(Limit);
            }

            var context = Canonical.Of(request.Context);
            var said = context.Last(static line => line.StartsWith("user: ", StringComparison.Ordinal))["user: ".Length..];
            var who = said.Split(' ')[0];
            return context[^1].StartsWith("user: ", StringComparison.Ordinal)
                ? Answers.Call($"{who}-{request.Context.Count}", "P-F", JsonSerializer.Serialize(new { who }))
                : Answers.Text($"Noted: {said}");
        }

        /// <summary>Both conversations have the same number of items at the same point of a turn.</summary>
        private async Task MeetAsync(int point)
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var first = _waiting.GetOrAdd(point, mine);
            if (first == mine)
            {
                await mine.Task.WaitAsync(Limit);
            }
            else
            {
                first.SetResult();
            }
        }
    }
}
