namespace Connectors.ResponsesWebSocket.Tests.Traces;

/// <summary>
/// Trace 21.8, from the side of this connector: what ChatCompletionAgent does with history and chunks is done here by hand, since its
/// package cannot be had everywhere. <see cref="RealPackages"/> has the agent itself.
/// </summary>
public sealed class AgentTurnTraceTests
{
    private const string Name = "Weather man";

    private readonly ChatHistory _thread = [];
    private readonly List<(int Messages, string? Chunk)> _taken = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Trace", "21.8")]
    public async Task A_turn_with_a_round_leaves_four_messages_and_the_next_turn_goes_on_from_them(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F", """{"city":"Rome"}"""), ModelAnswer.Deltas("Ra", "in."), Answers.Text("Still."));
        harness.With("P", (string city) => $"rain in {city}");

        await TurnAsync(harness, "weather?", streaming);
        await TurnAsync(harness, "sure?", streaming);

        _taken.Should().Equal((2, streaming ? "Ra" : "Rain."));

        Canonical.Of(_thread).Should().Equal(
            "user: weather?", "c1 calls P-F with {\"city\":\"Rome\"}", "c1 gave rain in Rome", "assistant: Rain.", "user: sure?", "assistant: Still.");
        _thread.Where(static message => message.Role != AuthorRole.User).Should().OnlyContain(static message => message.AuthorName == Name);
        Canonical.Of(harness.Emulator.Journal.Responses[^1].Context).Should().Equal(
            Canonical.Of(_thread.SkipLast(1)).Prepend("system: Only today.").Prepend("system: Be brief."));
        harness.Plans[^1].Kind.Should().Be(Harness.Continued, "an author's name and two messages of instructions cost no resend");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Trace", "21.8")]
    public async Task A_turn_that_a_filter_ended_is_known_by_the_role_of_its_end(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"));
        harness.With("P", () => "one").With(new InlineFilter(static async (context, next) =>
        {
            await next(context);
            context.Terminate = true;
        }));

        await TurnAsync(harness, "go", streaming);

        _taken.Should().Equal((2, "one"));
        Canonical.Of(_thread).Should().Equal("user: go", "c1 calls P-F with {}", "c1 gave one");
    }

    private async Task TurnAsync(Harness harness, string text, bool streaming)
    {
        _thread.AddUserMessage(text);
        var copy = new ChatHistory { new(AuthorRole.System, "Be brief.") { AuthorName = Name }, new(AuthorRole.System, "Only today.") { AuthorName = Name } };
        copy.AddRange(_thread);
        var known = copy.Count;
        if (!streaming)
        {
            var answer = await harness.AskAsync(copy, Harness.Auto);
            TakeNew(answer.Content);
            answer.AuthorName = Name;
            if (!answer.Items.Any(static item => item is FunctionCallContent or FunctionResultContent))
            {
                _thread.Add(answer);
            }

            return;
        }

        var whole = "";
        AuthorRole? role = null;
        await foreach (var chunk in harness.Service.GetStreamingChatMessageContentsAsync(copy, Harness.Auto, harness.Kernel, harness.Limit))
        {
            role = chunk.Role;
            whole += chunk.Content;
            TakeNew(chunk.Content);
        }

        if (role != AuthorRole.Tool)
        {
            _thread.Add(new(AuthorRole.Assistant, whole) { AuthorName = Name });
        }

        // Only when a chunk arrives does the agent look for what the connector put into the history.
        void TakeNew(string? chunk)
        {
            if (known < copy.Count)
            {
                _taken.Add((copy.Count - known, chunk));
            }

            for (; known < copy.Count; known++)
            {
                copy[known].AuthorName = Name;
                _thread.Add(copy[known]);
            }
        }
    }
}
