namespace ResponsesWebSocket.Client.Tests.History;

/// <summary>What a full send holds when the caller's history is one of messages. The socket is dropped after the first turn.</summary>
public sealed class FullInputBuilderTests
{
    private static readonly ModelAnswer Onward = ModelAnswer.Text("Onward.");

    [Fact]
    public async Task Reasoning_comes_back_with_its_encrypted_content()
    {
        var (first, sent) = await ReplayedAsync(ModelAnswer.ReasonedText("Comparing.", "Done."));

        var reasoning = first.Output.Single(static item => item.Kind == ItemKind.Reasoning).ToString();
        sent.Select(static item => item.Type).Should().Equal("message", "reasoning", "message", "message");
        sent[1].ToString().Should().Be(reasoning, "what was received is what is sent, to the byte");
        reasoning.Should().Contain("encrypted_content");
    }

    [Fact]
    public async Task Reasoning_that_the_caller_kept_is_not_doubled()
    {
        var (_, sent) = await ReplayedAsync(ModelAnswer.ReasonedText("Comparing.", "Done."), append: static (history, answer) => history.Raw(answer));

        sent.Select(static item => item.Type).Should().Equal("message", "reasoning", "message", "message");
    }

    [Fact]
    public async Task Reasoning_without_encrypted_content_stays_behind_when_nothing_is_stored()
    {
        var (_, sent) = await ReplayedAsync(
            ModelAnswer.ReasonedText("Comparing.", "Done."),
            append: static (history, answer) => history.Raw(answer),
            emulator: static options => options.EncryptedReasoningByDefault = false,
            client: static options => options.EncryptedReasoning = false);

        sent.Select(static item => item.Type).Should().Equal("message", "message", "message");
    }

    [Fact]
    public async Task Reasoning_of_another_model_stays_behind()
    {
        var (_, sent) = await ReplayedAsync(ModelAnswer.ReasonedText("Comparing.", "Done."), nextModel: "another-model");

        sent.Select(static item => item.Type).Should().Equal("message", "message", "message");
    }

    [Fact]
    public async Task Phases_and_the_cut_into_messages_come_back()
    {
        var (first, sent) = await ReplayedAsync(ModelAnswer.Phases("Let me see.", "Done."));

        first.Text.Should().Be("Let me see.Done.");
        sent.Should().HaveCount(4);
        sent.Skip(1).Take(2).Select(static item => JsonDocument.Parse(item.Utf8Json).RootElement.GetProperty("phase").GetString()).Should().Equal("commentary", "final_answer");
    }

    [Fact]
    public async Task Hosted_calls_come_back_in_their_place()
    {
        var (_, sent) = await ReplayedAsync(new ModelAnswer([new ModelOutput.WebSearchCall("weather"), .. ModelAnswer.Text("Rain.").Outputs]));

        sent.Select(static item => item.Type).Should().Equal("message", "web_search_call", "message", "message");
    }

    [Fact]
    public async Task Arguments_come_back_as_the_model_wrote_them()
    {
        const string Written = """{ "b" : 1,   "a":"x" }""";
        var (_, sent) = await ReplayedAsync(
            ModelAnswer.Calls(("look", Written)),
            append: static (history, answer) =>
            {
                var call = answer.FunctionCalls.Single();
                history.Items.Add(ConversationItem.FunctionCall(call.CallId!, call.Name!, """{"a":"x","b":1}"""));
                return history.Output(call.CallId!, "seen");
            },
            client: static options => options.PrewarmContexts = false);

        sent.Single(static item => item.Kind == ItemKind.FunctionCall).Arguments.Should().Be(Written);
    }

    [Fact]
    public async Task Reasoning_whose_answer_was_cut_off_stays_behind()
    {
        var (_, sent) = await ReplayedAsync(
            new ModelAnswer([new ModelOutput.Reasoning(["Comparing."])], new AnswerEnding.Incomplete("max_output_tokens")),
            append: static (history, answer) => history.Raw(answer));

        sent.Select(static item => item.Type).Should().Equal("message", "message");
    }

    [Fact]
    public async Task An_edit_before_the_answer_sends_the_callers_own_words_only()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.ReasonedText("Comparing.", "Done."), Onward);
        var history = TestHistory.Asking("Compare.");
        history.Mapped(await harness.TurnAsync(history));
        history.Items[0] = ConversationItem.Message("user", "Compare otherwise.");
        await harness.TurnAsync(history.User("And now?"));

        Input(harness.Journal.Sent()[1]).Select(static item => item.Type).Should().Equal("message", "message", "message");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_compaction_the_newest_one_stands_for_what_came_before_it(bool raw)
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory().System("Be brief.").User("My name is Ada.");
        Append(await CompactedAsync(harness, history));
        var compacted = await CompactedAsync(harness, history.User(new string('x', 5000)));
        compacted.Output.Select(static item => item.Type).Should().Equal("compaction", "message");
        Append(compacted);
        (await CompactedAsync(harness, history.Copy().User("say on"))).Report.Plan.Kind.Should().Be(PlanKind.Continue);
        harness.Emulator.DropConnections();
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        var replayed = await CompactedAsync(harness, history.User("recall"));

        replayed.Report.Plan.Kind.Should().Be(PlanKind.Replay);
        Input(harness.Journal.Sent()[^1]).Select(static item => item.Type).Should().Equal("message", "compaction", "message", "message");
        replayed.Text.Should().Be("My name is Ada.\n" + new string('x', 5000));
        replayed.Report.BytesSent.Should().BeLessThan(1_000_000);

        void Append(TurnResult answer) => _ = raw ? history.Raw(answer) : history.Mapped(answer);
    }

    [Theory]
    [InlineData("test-model", false, true)]
    [InlineData("test-model", true, false)]
    [InlineData("gpt-4o-mini", false, false)]
    public async Task Encrypted_reasoning_is_asked_for_where_nothing_is_stored_and_the_model_may_reason(string model, bool store, bool asked)
    {
        await using var harness = await Harness.StartTalkingAsync();
        await harness.Client.CreateAsync(new TurnRequest { Model = model, Input = TestHistory.Asking("say one").Items, Store = store }, harness.Limit);

        harness.Journal.Sent().Single().Text!.Contains("\"include\":[\"reasoning.encrypted_content\"]", StringComparison.Ordinal).Should().Be(asked);
    }

    [Fact]
    public async Task A_model_that_has_no_reasoning_refuses_once_and_is_not_asked_again()
    {
        await using var harness = await Harness.StartTalkingAsync();
        harness.Faults.FailTurn(1, new EmulatedError(400, null, "Encrypted content is not supported with this model.") { Type = "invalid_request_error", Param = "include" });
        var history = new TestHistory();
        var first = await harness.SayAsync(history, "say one");
        await harness.SayAsync(history, "say two");

        (first.Report.Sends, first.Report.Plan).Should().Be((2, new TurnPlan(PlanKind.Replay, PlanReason.ReasoningRefused)));
        harness.Journal.Sent().Select(static frame => frame.Text!.Contains("\"include\"")).Should().Equal(true, false, false);
    }

    [Fact]
    public async Task Reasoning_the_service_cannot_read_is_left_out_and_the_turn_succeeds()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.ReasonedText("Comparing.", "Done."), Onward);
        var history = TestHistory.Asking("Compare.");
        history.Mapped(await harness.TurnAsync(history));
        harness.Emulator.DropConnections();
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        harness.Faults.FailTurn(2, new EmulatedError(400, "invalid_encrypted_content", "Not verified.") { Type = "invalid_request_error" });
        var next = await harness.TurnAsync(history.User("And now?"));

        (next.Text, next.Report.Plan.Reason).Should().Be(("Onward.", PlanReason.ReasoningRefused));
        harness.Journal.Sent().Skip(1).Select(static frame => Input(frame).Any(static item => item.Kind == ItemKind.Reasoning)).Should().Equal(true, false);
    }

    private static async Task<(TurnResult First, IReadOnlyList<ConversationItem> Sent)> ReplayedAsync(
        ModelAnswer answer,
        Func<TestHistory, TurnResult, TestHistory>? append = null,
        Action<EmulatorOptions>? emulator = null,
        Action<ResponsesWebSocketOptions>? client = null,
        string nextModel = Harness.Model)
    {
        var options = new EmulatorOptions { Model = new ScriptedModel().Then(answer).Then(Onward) };
        emulator?.Invoke(options);
        await using var harness = await Harness.StartAsync(options, client);
        var history = TestHistory.Asking("Begin.");
        var first = await harness.TurnAsync(history);
        (append ?? (static (history, answer) => history.Mapped(answer)))(history, first);
        harness.Emulator.DropConnections();
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        var next = await harness.Client.CreateAsync(new TurnRequest { Model = nextModel, Input = [.. history.User("Go on.").Items] }, harness.Limit);

        next.Report.Plan.Kind.Should().Be(PlanKind.Replay);
        next.Text.Should().Be("Onward.");
        return (first, Input(harness.Journal.Sent()[1]));
    }

    private static Task<TurnResult> CompactedAsync(Harness harness, TestHistory history) => harness.Client.CreateAsync(
        new TurnRequest
        {
            Model = Harness.Model,
            Input = [.. history.Items],
            Fields = new Dictionary<string, JsonElement>
            {
                ["context_management"] = JsonDocument.Parse("""[{"type":"compaction","compact_threshold":1000}]""").RootElement,
            },
        },
        harness.Limit);

    private static List<ConversationItem> Input(JournalFrame frame) =>
        [.. JsonDocument.Parse(frame.Text!).RootElement.GetProperty("input").EnumerateArray().Select(static item => ConversationItem.FromJson(item.GetRawText()))];
}
