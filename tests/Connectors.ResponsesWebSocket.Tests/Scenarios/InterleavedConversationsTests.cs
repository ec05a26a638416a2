namespace Connectors.ResponsesWebSocket.Tests.Scenarios;

/// <summary>Two conversations take turns on one service and never see a word of each other.</summary>
public sealed class InterleavedConversationsTests
{
    private const int Turns = 50;

    [Fact]
    public async Task Two_conversations_with_the_same_instructions_never_mix()
    {
        await using var harness = await Harness.StartAsync(new Echo());

        await InterleaveAsync(harness, Begun("Hello, I am Ann."), Begun("Hello, I am Bob."));

        harness.Emulator.Journal.Responses.Should().OnlyContain(static response => SpeaksOfOneOnly(response));
    }

    [Fact]
    public async Task Two_conversations_that_begin_with_the_same_message_never_mix()
    {
        await using var harness = await Harness.StartAsync(new Echo());

        await InterleaveAsync(harness, Begun("Hello."), Begun("Hello."));

        harness.Emulator.Journal.Responses.Should().OnlyContain(static response => SpeaksOfOneOnly(response));
    }

    private static ChatHistory Begun(string first)
    {
        var history = new ChatHistory("You are an echo.");
        history.AddUserMessage(first);
        return history;
    }

    /// <summary>A hundred turns, each proved to have been answered from the history of its own conversation.</summary>
    private static async Task InterleaveAsync(Harness harness, ChatHistory ann, ChatHistory bob)
    {
        for (var turn = 0; turn < Turns; turn++)
        {
            await TakeTurnAsync(harness, ann, $"Ann says {turn}");
            await TakeTurnAsync(harness, bob, $"Bob says {turn}");
        }

        harness.Creates.Should().HaveCount(2 * Turns);
        harness.Plans.Count(static plan => plan.Kind == Harness.Continued).Should().BeGreaterThan(2 * Turns * 9 / 10, "each conversation keeps its own lane");
    }

    private static async Task TakeTurnAsync(Harness harness, ChatHistory history, string text)
    {
        history.Add(await harness.AskEquivalentlyAsync(history, new ResponsesWebSocketPromptExecutionSettings()));
        history.AddUserMessage(text);
    }

    private static bool SpeaksOfOneOnly(JournalResponse response)
    {
        var text = string.Concat(Canonical.Of(response.Context));
        return !(text.Contains("Ann", StringComparison.Ordinal) && text.Contains("Bob", StringComparison.Ordinal));
    }

    private sealed class Echo : IEmulatedModel
    {
        public ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult(Answers.Text($"You said: {Canonical.Of(request.Context)[^1]}"));
    }
}
