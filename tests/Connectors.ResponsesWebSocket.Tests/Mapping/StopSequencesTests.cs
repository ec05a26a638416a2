namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>The service knows no stop sequences, so the answer is cut on this side, in both modes alike.</summary>
public sealed class StopSequencesTests
{
    public static TheoryData<string[], string[], string?> Answers => new()
    {
        { ["one STOP two"], ["STOP"], "one " },
        { ["one S", "T", "OP two"], ["STOP"], "one " },
        { ["one ST", "AY", " STO", "P"], ["STOP"], "one STAY " },
        { ["one ST"], ["STOP"], "one ST" },
        { ["aab", "aac"], ["aac"], "aab" },
        { ["aa", "ac"], ["aac"], "a" },
        { ["one b", "a two"], ["two", "ba"], "one " },
        { ["one\r", "\ntwo"], ["\n"], "one\r" },
        { ["a", "b", "c"], ["", "abcd"], "abc" },
        { ["one stop"], ["STOP"], "one stop" },
        { ["STOP", " two"], ["STOP"], "" },
        { ["one"], [], "one" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    [Trait("Contract", "P19")]
    public async Task The_answer_ends_in_front_of_the_first_stop_sequence(string[] pieces, string[] stops, string? expected)
    {
        var settings = new ResponsesWebSocketPromptExecutionSettings { StopSequences = stops };
        await using var harness = await Harness.StartAsync(ModelAnswer.Deltas(pieces), ModelAnswer.Deltas(pieces));

        var message = await harness.AskAsync("go", settings);
        var chunks = await harness.StreamAsync(Harness.Said("go"), settings);

        message.Content.Should().Be(expected);
        string.Concat(chunks.Select(static chunk => chunk.Content)).Should().Be(expected ?? "");
        message.Metadata!["FinishReason"].Should().Be("Stop");
        message.Metadata["Usage"].Should().NotBeNull();
        chunks.Select(static chunk => chunk.Metadata!["FinishReason"]).Should().ContainSingle(static reason => reason != null).Which.Should().Be("Stop");
        chunks.Should().ContainSingle(static chunk => chunk.Metadata!["Usage"] != null);
        chunks[0].Role.Should().Be(AuthorRole.Assistant);
        harness.LastCreate.EnumerateObject().Should().HaveCount(5, "nothing of it is sent");
    }

    [Fact]
    [Trait("Contract", "P19")]
    public async Task Text_is_held_back_only_while_it_may_be_a_stop_sequence()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Deltas("one ", "S", "ix", " two"));

        var chunks = await harness.StreamAsync(Harness.Said("go"), new ResponsesWebSocketPromptExecutionSettings { StopSequences = ["STOP"] });

        chunks.Select(static chunk => chunk.Content).Where(static text => !string.IsNullOrEmpty(text)).Should().Equal("one ", "Six", " two");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "P19")]
    public async Task A_call_behind_a_stop_sequence_is_not_made_and_one_without_is(bool streaming)
    {
        var runs = 0;
        await using var harness = await Harness.StartAsync(
            new ModelAnswer([new ModelOutput.Text(["one ST"]), new ModelOutput.Call("P-F", "{}", "c1")]),
            new ModelAnswer([new ModelOutput.Text(["two STOP"]), new ModelOutput.Call("P-F", "{}", "c2")]));
        harness.With("P", () => ++runs);
        var settings = Harness.Auto;
        settings.StopSequences = ["STOP"];
        var history = Harness.Said("go");

        (await harness.AnswerAsync(history, streaming, settings)).Should().EndWith("two ");

        runs.Should().Be(1);
        Canonical.Of(history).Should().Equal("user: go", "assistant: one ST", "c1 calls P-F with {}", "c1 gave 1");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "P19")]
    public async Task The_next_turn_says_what_the_caller_was_given(bool streaming)
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Text("one STOP two"), ModelAnswer.Text("ok"));
        var history = Harness.Said("go");
        var settings = new ResponsesWebSocketPromptExecutionSettings { StopSequences = ["STOP"] };
        history.AddAssistantMessage((await harness.AnswerAsync(history, streaming, settings))!);
        history.AddUserMessage("on");

        await harness.AskAsync(history, settings);

        Canonical.Of(harness.Emulator.Journal.Responses[^1].Context).Should().Equal("user: go", "assistant: one ", "user: on");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "P19")]
    public async Task An_answer_cut_short_behind_the_stop_sequence_has_stopped(bool streaming)
    {
        await using var harness = await Harness.StartAsync(new ModelAnswer([new ModelOutput.Text(["one STOP two"])], new AnswerEnding.Incomplete("max_output_tokens")));
        var settings = new ResponsesWebSocketPromptExecutionSettings { StopSequences = ["STOP"] };

        var reason = streaming
            ? (await harness.StreamAsync(Harness.Said("go"), settings)).Select(static chunk => chunk.Metadata!["FinishReason"]).Single(static found => found is not null)
            : (await harness.AskAsync("go", settings)).Metadata!["FinishReason"];

        reason.Should().Be("Stop");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "P19")]
    public async Task Each_answer_of_a_steered_call_is_cut_by_itself_and_what_the_user_said_is_not(bool streaming)
    {
        var steering = new ResponsesWebSocketSteering();
        await using var harness = await Harness.StartAsync(
            new EmulatorOptions { Model = Kit.Answers.Script(ModelAnswer.Deltas("one STOP", " two"), ModelAnswer.Deltas("three ST", "OP four")) },
            static options => options.Transport = ResponsesTransport.Auto);
        using var held = harness.Emulator.Faults.HoldBeforeEvent(1, "response.output_text.done");
        var history = Harness.Said("go");

        var settings = new ResponsesWebSocketPromptExecutionSettings { StopSequences = ["STOP"], Steering = steering };
        var running = streaming ? harness.StreamAsync(history, settings) : WholeAsync();
        await held.Reached.WaitAsync(harness.Limit);
        _ = steering.SteerAsync("do not STOP", harness.Limit);
        await harness.Emulator.Journal.WaitUntilAsync(static seen => seen.Frames.Any(static frame => frame.Type == "response.steer.accepted"), harness.Limit);
        held.Release();

        (await running).Where(static chunk => !string.IsNullOrEmpty(chunk.Content)).Select(static chunk => (chunk.Content, chunk.InnerContent is OutputTextDeltaEvent))
            .Should().Equal(streaming ? [("one ", true), ("three ", true)] : [("three ", false)], "nothing is held back longer than it must be");
        history.Select(static message => message.Content).Should().Equal("go", "one ", "do not STOP");

        async Task<IReadOnlyList<StreamingChatMessageContent>> WholeAsync() =>
            [new StreamingChatMessageContent(AuthorRole.Assistant, (await harness.AskAsync(history, settings)).Content)];
    }

    [Fact]
    [Trait("Contract", "P19")]
    public async Task A_response_that_begins_anew_is_cut_anew()
    {
        await using var harness = await Harness.StartAsync(new Repeating(ModelAnswer.Deltas("one ST", "OP two", " three")));
        harness.Emulator.Faults.DropAfterEvent(1, "response.output_text.delta", occurrence: 2);

        var message = await harness.AskAsync("go", new ResponsesWebSocketPromptExecutionSettings { StopSequences = ["STOP"] });

        message.Content.Should().Be("one ");
        harness.Creates.Should().HaveCount(2);
    }

    private sealed class Repeating(ModelAnswer answer) : IEmulatedModel
    {
        public ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(answer);
    }
}
