namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>The application says something to the model while a call runs.</summary>
public sealed class SteeringTests
{
    private readonly ResponsesWebSocketSteering _steering = new();

    [Theory]
    [InlineData(ResponsesTransport.WebSocket, false)]
    [InlineData(ResponsesTransport.WebSocket, true)]
    [InlineData(ResponsesTransport.Http, false)]
    [InlineData(ResponsesTransport.Http, true)]
    public async Task Said_while_a_function_runs_it_goes_out_behind_the_result(ResponsesTransport transport, bool streaming)
    {
        await using var harness = await StartAsync(transport, Answers.Call("c1", "P-F"), Answers.Text("done"));
        var outcome = Task.FromResult(SteeringOutcome.NotDelivered);
        harness.With("P", () =>
        {
            outcome = _steering.SteerAsync("shorter, please");
            return 42;
        });
        var history = Harness.Said("go");

        var answer = await harness.AnswerAsync(history, streaming, Auto);

        answer.Should().Be("done");
        (await outcome.WaitAsync(harness.Limit)).Should().Be(SteeringOutcome.InHistory);
        Canonical.Of(history).Should().Equal("user: go", "c1 calls P-F with {}", "c1 gave 42", "user: shorter, please");
        Canonical.Of(harness.Emulator.Journal.Responses[^1].Context).Should().Equal(Canonical.Of(history));
        harness.Plans[^1].Kind.Should().Be(transport == ResponsesTransport.Http ? PlanKind.Replay : PlanKind.Continue);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Said_while_the_model_answers_the_answer_turns_to_it_and_the_history_holds_both_parts(bool streaming)
    {
        await using var harness = await StartAsync(ResponsesTransport.Auto, Answers.Text("The first answer goes on."), Answers.Text("The second."), Answers.Text("And on."));
        using var held = harness.Emulator.Faults.HoldBeforeEvent(1, "response.output_text.done");
        var history = Harness.Said("go");
        var historyAtLastChunk = 0;
        var roles = new List<AuthorRole?>();

        var running = streaming ? StreamedAsync() : harness.AnswerAsync(history, streaming: false, Auto);
        await held.Reached.WaitAsync(harness.Limit);
        var outcome = _steering.SteerAsync(new ChatMessageContent(AuthorRole.User, "in one word") { AuthorName = "Ada" }, harness.Limit);
        await AcceptedAsync(harness);
        held.Release();
        var answer = await running;

        (await outcome).Should().Be(SteeringOutcome.InHistory);
        history.Should().HaveCount(3);
        history[2].AuthorName.Should().Be("Ada");
        history[1].Content.Should().NotBeEmpty().And.StartWith("The first");
        history[1].Metadata!["Usage"].Should().BeNull("the tokens of all parts are in the last answer's, and count once");
        answer.Should().Be(streaming ? history[1].Content + "The second." : "The second.");
        if (streaming)
        {
            historyAtLastChunk.Should().Be(3, "whoever looks for new messages at each chunk must find them");
            roles.Where(static role => role is not null).Should().Equal(AuthorRole.Assistant, AuthorRole.Assistant);
        }

        history.AddAssistantMessage("The second.");
        history.AddUserMessage("next");
        await harness.AskAsync(history);
        Canonical.Of(harness.Emulator.Journal.Responses[^1].Context).Should().Equal(Canonical.Of(history));
        harness.Plans[^1].Kind.Should().Be(PlanKind.Continue);

        async Task<string?> StreamedAsync()
        {
            var text = "";
            await foreach (var chunk in harness.Service.GetStreamingChatMessageContentsAsync(history, Auto, harness.Kernel, harness.Limit))
            {
                text += chunk.Content;
                historyAtLastChunk = history.Count;
                roles.Add(chunk.Role);
            }

            return text;
        }
    }

    /// <summary>The history is the application's own: what it does when it is added to may take as long as it likes, on whatever thread.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_history_that_waits_for_somebody_who_steers_when_it_is_added_to_waits_for_nobody_else(bool streaming)
    {
        await using var harness = await StartAsync(ResponsesTransport.Auto, Answers.Call("c1", "P-F"), Answers.Text("The first answer."), Answers.Text("done"));
        var outcomes = new List<Task<SteeringOutcome>>();
        harness.With("P", () =>
        {
            outcomes.Add(_steering.SteerAsync("one", harness.Limit));
            return 42;
        });
        var history = new ListeningHistory("go");
        history.Added = message =>
        {
            if (message.Content == "one")
            {
                history.Added = null;
                Task.Run(() => outcomes.Add(_steering.SteerAsync("two", harness.Limit))).Wait(TimeSpan.FromSeconds(20), harness.Limit).Should().BeTrue("nobody holds a lock meanwhile");
            }
        };

        await harness.AnswerAsync(history, streaming, Auto);

        foreach (var outcome in outcomes)
        {
            (await outcome).Should().BeOneOf(SteeringOutcome.InHistory, SteeringOutcome.NotDelivered);
        }

        outcomes.Should().HaveCount(2);
        (await outcomes[0]).Should().Be(SteeringOutcome.InHistory);
        history.Count(static message => message.Content == "one").Should().Be(1);
        history.Count(static message => message.Content == "two").Should().Be(await outcomes[1] == SteeringOutcome.InHistory ? 1 : 0);
        Canonical.Of(harness.Emulator.Journal.Responses[^1].Context).Should().Equal(Canonical.Of(history));
    }

    [Fact]
    public async Task What_many_threads_say_at_once_is_said_once_each_and_in_one_order()
    {
        const int Threads = 8, Each = 10;
        await using var harness = await StartAsync(ResponsesTransport.Auto, Answers.Call("c1", "P-F"), Answers.Text("done"));
        var outcomes = new Task<SteeringOutcome>[Threads * Each];
        harness.With("P", () => Parallel.For(0, Threads, thread =>
        {
            for (var number = 0; number < Each; number++)
            {
                outcomes[(thread * Each) + number] = _steering.SteerAsync($"{thread} {number}", harness.Limit);
            }
        }));
        var history = Harness.Said("go");

        (await harness.AnswerAsync(history, streaming: false, Auto)).Should().Be("done");

        (await Task.WhenAll(outcomes)).Should().OnlyContain(static outcome => outcome == SteeringOutcome.InHistory);
        var said = history.Where(static message => message.Role == AuthorRole.User).Skip(1).Select(static message => message.Content!).ToList();
        said.Should().HaveCount(Threads * Each).And.OnlyHaveUniqueItems();
        for (var thread = 0; thread < Threads; thread++)
        {
            said.Where(text => text.StartsWith($"{thread} ", StringComparison.Ordinal)).Should().Equal(Enumerable.Range(0, Each).Select(number => $"{thread} {number}"));
        }

        Canonical.Of(harness.Emulator.Journal.Responses[^1].Context).Should().Equal(Canonical.Of(history));
    }

    /// <summary>Nothing of the first answer may come before the message: else it is chance whether the history gets a part of it.</summary>
    [Fact]
    public async Task Said_before_the_response_exists_it_goes_out_when_it_does()
    {
        await using var harness = await StartAsync(ResponsesTransport.Auto, Answers.Text("The first answer goes on."), Answers.Text("The second."));
        using var created = harness.Emulator.Faults.HoldBeforeEvent(1, "response.created");
        using var begun = harness.Emulator.Faults.HoldBeforeEvent(1, "response.output_item.added");
        var history = Harness.Said("go");

        var running = harness.AskAsync(history, Auto);
        await created.Reached.WaitAsync(harness.Limit);
        var outcome = _steering.SteerAsync("in one word", harness.Limit);
        created.Release();
        await AcceptedAsync(harness);
        begun.Release();

        var answer = await running;
        answer.Content.Should().Be("The second.");
        answer.Metadata!["Usage"].Should().BeOfType<ChatTokenUsage>().Which.TotalTokenCount.Should().Be(
            harness.Emulator.Journal.Responses.Sum(static response => response.Usage!.Value.At("total_tokens").GetInt32()), "the tokens of all parts are in the answer's");
        (await outcome).Should().Be(SteeringOutcome.InHistory);
    }

    [Fact]
    public async Task Said_while_the_model_writes_a_call_it_stands_behind_the_result()
    {
        await using var harness = await StartAsync(ResponsesTransport.Auto, Answers.Call("c1", "P-F"), Answers.Text("done"));
        using var held = harness.Emulator.Faults.HoldBeforeEvent(1, "response.function_call_arguments.done");
        harness.With("P", () => 42);
        var history = Harness.Said("go");

        var running = harness.AskAsync(history, Auto);
        await held.Reached.WaitAsync(harness.Limit);
        var outcome = _steering.SteerAsync("hurry", harness.Limit);
        await AcceptedAsync(harness);
        held.Release();

        (await running).Content.Should().Be("done");
        (await outcome).Should().Be(SteeringOutcome.InHistory);
        Canonical.Of(history).Should().Equal("user: go", "c1 calls P-F with {}", "c1 gave 42", "user: hurry");
        Canonical.Of(harness.Emulator.Journal.Responses[^1].Context).Should().Equal(Canonical.Of(history));
    }

    [Fact]
    public async Task A_model_that_takes_no_steering_hands_it_back_with_its_answer()
    {
        await using var harness = await StartAsync(ResponsesTransport.Auto, new EmulatorOptions { CanSteer = static _ => false, Model = Answers.Script(Answers.Text("whole answer")) });
        using var held = harness.Emulator.Faults.HoldBeforeEvent(1, "response.output_text.done");
        var history = Harness.Said("go");

        var running = harness.AskAsync(history, Auto);
        await held.Reached.WaitAsync(harness.Limit);
        var outcome = _steering.SteerAsync("in one word", harness.Limit);
        await harness.Emulator.Journal.WaitUntilAsync(static seen => seen.Frames.Any(static frame => !frame.FromClient && frame.Type == "response.steer.failed"), harness.Limit);
        held.Release();

        (await running).Content.Should().Be("whole answer");
        (await outcome).Should().Be(SteeringOutcome.NotDelivered);
        history.Should().ContainSingle();
    }

    [Fact]
    public async Task Ended_by_a_filter_the_call_hands_back_what_it_did_not_say()
    {
        await using var harness = await StartAsync(ResponsesTransport.Auto, Answers.Call("c1", "P-F"));
        var outcome = Task.FromResult(SteeringOutcome.InHistory);
        harness.With("P", () => 42).With(new InlineFilter((context, _) =>
        {
            outcome = _steering.SteerAsync("too late");
            context.Terminate = true;
            return Task.CompletedTask;
        }));
        var history = Harness.Said("go");

        await harness.AskAsync(history, Auto);

        (await outcome.WaitAsync(harness.Limit)).Should().Be(SteeringOutcome.NotDelivered);
        Canonical.Of(history).Should().NotContain("user: too late");
    }

    [Fact]
    public async Task A_call_that_failed_hands_it_back_and_the_next_call_can_be_steered()
    {
        await using var harness = await StartAsync(ResponsesTransport.Auto, ModelAnswer.Error(400, "invalid_request", "No."), Answers.Text("fine"));
        using var held = harness.Emulator.Faults.HoldBeforeEvent(2, "response.created");

        await harness.Awaiting(h => h.AskAsync("go", Auto)).Should().ThrowAsync<HttpOperationException>();
        (await _steering.SteerAsync("hello", harness.Limit)).Should().Be(SteeringOutcome.NotDelivered);
        var running = harness.AskAsync("go", Auto);
        await held.Reached.WaitAsync(harness.Limit);
        var second = harness.AskAsync("go", Auto);

        (await second.Awaiting(static call => call).Should().ThrowAsync<InvalidOperationException>()).WithMessage("*Give each call*");
        held.Release();
        (await running).Content.Should().Be("fine");
    }

    [Fact]
    public async Task Only_messages_of_the_user_steer()
    {
        await _steering.Awaiting(static s => s.SteerAsync(new ChatMessageContent(AuthorRole.System, "obey"))).Should().ThrowAsync<ArgumentException>().WithMessage("*'system'*");
        await _steering.Awaiting(static s => s.SteerAsync((ChatMessageContent)null!)).Should().ThrowAsync<ArgumentNullException>();
    }

    private ResponsesWebSocketPromptExecutionSettings Auto => new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(), Steering = _steering };

    private static Task<Harness> StartAsync(ResponsesTransport transport, params ModelAnswer[] answers) =>
        StartAsync(transport, new EmulatorOptions { Model = Answers.Script(answers) });

    private static Task<Harness> StartAsync(ResponsesTransport transport, EmulatorOptions options) =>
        Harness.StartAsync(options, client => client.Transport = transport);

    private static Task AcceptedAsync(Harness harness) => harness.Emulator.Journal.WaitUntilAsync(
        static seen => seen.Frames.Any(static frame => !frame.FromClient && frame.Type == "response.steer.accepted"), harness.Limit);

    private sealed class ListeningHistory(string question) : ChatHistory(question, AuthorRole.User)
    {
        public Action<ChatMessageContent>? Added { get; set; }

        public override void Add(ChatMessageContent item)
        {
            base.Add(item);
            Added?.Invoke(item);
        }
    }
}
