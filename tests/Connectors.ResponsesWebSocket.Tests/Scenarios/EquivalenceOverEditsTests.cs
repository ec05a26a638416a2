namespace Connectors.ResponsesWebSocket.Tests.Scenarios;

/// <summary>
/// Whatever the caller does to the history between two turns, the server answers from exactly that history, and the report of
/// each turn says why it took a continuation or a replay.
/// </summary>
public sealed class EquivalenceOverEditsTests
{
    private static readonly TurnPlan Continued = new(PlanKind.Continue, PlanReason.LatestOfLane);
    private static readonly TurnPlan First = new(PlanKind.Replay, PlanReason.NoCheckpoint);

    [Fact]
    public async Task An_unedited_run_with_tools_sends_only_what_is_new()
    {
        await using var run = await RunAsync();

        run.Harness.Plans.Should().Equal(First, Continued, Continued, Continued);
        run.Harness.Creates.Select(static create => create.Input().Count).Should().Equal(2, 1, 1, 2);
        run.ToolsRanOncePerCall();
    }

    [Fact]
    public async Task A_message_changed_in_mid_history_is_answered_from_the_changed_history()
    {
        await using var run = await RunAsync();
        // Items: system, user, call, output, assistant, user …
        run.History.Single(static message => message.Content == "And Bern and Oslo?").Content = "And Bern and Lima?";

        await run.AskAsync("Which is warmest?");

        run.Harness.Plans[^1].Should().Be(Edited(5));
        run.Harness.LastCreate.Has("previous_response_id").Should().BeFalse();
        run.ToolsRanOncePerCall();
    }

    [Fact]
    public async Task The_last_answer_deleted_and_asked_again_is_answered_without_it()
    {
        await using var run = await RunAsync();
        var itemsBefore = run.Harness.Reports[^1].InputItems;
        run.History.RemoveAt(run.History.Count - 1);

        await run.AskAsync(question: null);

        run.Harness.Plans[^1].Should().Be(Edited(itemsBefore), "the first item that differs is the answer that is no longer there");
        run.ToolsRanOncePerCall();
    }

    [Fact]
    public async Task A_history_rebuilt_from_JSON_continues_where_its_twin_stood()
    {
        await using var run = await RunAsync();
        run.History = JsonSerializer.Deserialize<ChatHistory>(JsonSerializer.Serialize(run.History))!;

        await run.AskAsync("Which is warmest?");

        run.Harness.Plans[^1].Should().Be(Continued);
        Canonical.Of(run.Harness.LastCreate.Input()).Should().Equal("user: Which is warmest?");
        run.ToolsRanOncePerCall();
    }

    [Fact]
    public async Task After_every_kind_of_edit_the_conversation_continues_again()
    {
        await using var run = await RunAsync();
        run.History[^1].Content += " Bye.";
        await run.AskAsync("Which is warmest?");
        run.History = JsonSerializer.Deserialize<ChatHistory>(JsonSerializer.Serialize(run.History))!;
        await run.AskAsync("Sure?");
        run.History.RemoveAt(run.History.Count - 1);
        await run.AskAsync(question: null);
        await run.AskAsync("Thanks.");

        // Items: system, user, call, output, answer, user, two calls, two outputs, answer (10), user, answer, user, answer (14).
        run.Harness.Plans.Skip(4).Should().Equal(Edited(10), Continued, Edited(14), Continued);
        run.ToolsRanOncePerCall();
    }

    private static TurnPlan Edited(int at) => new(PlanKind.Replay, PlanReason.HistoryEdited, at);

    /// <summary>Two turns, one with a call, one with two parallel calls.</summary>
    private static async Task<Run> RunAsync()
    {
        var harness = await Harness.StartAsync(
            ModelAnswer.Calls(("P-F", """{"city": "Rome", "days": 3}""")),
            ModelAnswer.Text("Rome is sunny."),
            ModelAnswer.Calls(("P-F", """{"days":1,"city":"Bern"}"""), ("P-F", """{"city":"Oslo"}""")),
            ModelAnswer.Text("Bern is wet, Oslo is cold."),
            ModelAnswer.Text("Rome."),
            ModelAnswer.Text("Quite sure."),
            ModelAnswer.Text("Very sure."),
            ModelAnswer.Text("You are welcome."));
        var run = new Run(harness) { History = new ChatHistory("Be brief.") };
        await run.AskAsync("Weather in Rome?");
        await run.AskAsync("And Bern and Oslo?");
        return run;
    }

    private sealed class Run : IAsyncDisposable
    {
        private readonly CallLog _calls = new();
        private int _runs;

        public Run(Harness harness) =>
            Harness = harness.With(_calls).With("P", (string city, int days = 2) => $"{city}, {days} days, run {Interlocked.Increment(ref _runs)}");

        public Harness Harness { get; }

        public required ChatHistory History { get; set; }

        public async Task AskAsync(string? question)
        {
            if (question is not null)
            {
                History.AddUserMessage(question);
            }

            History.Add(await Harness.AskEquivalentlyAsync(History, Harness.Auto));
        }

        public void ToolsRanOncePerCall()
        {
            Harness.Emulator.Journal.EveryCallHasExactlyOneOutput();
            _runs.Should().Be(3);
            _calls.Ids.Should().HaveCount(3).And.OnlyHaveUniqueItems();
        }

        public ValueTask DisposeAsync() => Harness.DisposeAsync();
    }
}
