namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>Tools that travel as items, and what the model sees of them in each turn.</summary>
public sealed class ToolItemTests
{
    private static readonly JsonElement Required = JsonSerializer.SerializeToElement("required");

    [Fact]
    public async Task Tools_cross_the_wire_once_and_the_model_sees_them_in_every_turn()
    {
        await using var harness = await StartAsync();
        var history = new TestHistory();
        for (var turn = 1; turn <= 3; turn++)
        {
            (await SayAsync(harness, history, Tools("a", "b"))).Report.Plan.Kind.Should().Be(turn == 1 ? PlanKind.Replay : PlanKind.Continue);
        }

        ToolsSent(harness).Should().Equal("a b", "", "");
        ShouldHaveSeen(harness, "a b", "a b", "a b");
        harness.Journal.Sent().Any(HasToolField).Should().BeFalse();
    }

    [Fact]
    public async Task A_grown_set_sends_what_is_new()
    {
        await using var harness = await StartAsync();
        var history = new TestHistory();
        await SayAsync(harness, history, Tools("a"));
        var grown = await SayAsync(harness, history, Tools("a", "b"));
        await SayAsync(harness, history, Tools("b", "a"));

        grown.Report.Plan.Kind.Should().Be(PlanKind.Continue);
        ToolsSent(harness).Should().Equal("a", "b", "");
        ShouldHaveSeen(harness, "a", "a b", "a b");
    }

    [Fact]
    public async Task A_narrowed_set_is_said_by_the_choice()
    {
        await using var harness = await StartAsync();
        var history = new TestHistory();
        await SayAsync(harness, history, Tools("a", "b", "c"), Required);
        var some = await SayAsync(harness, history, Tools("c", "a"), Required);
        var none = await SayAsync(harness, history, []);
        var all = await SayAsync(harness, history, Tools("a", "b", "c"));

        new[] { some, none, all }.Should().OnlyContain(static result => result.Report.Plan.Kind == PlanKind.Continue);
        harness.Journal.Sent().Select(static frame => frame.Json!.Value.TryGetProperty("tool_choice", out var choice) ? choice.GetRawText() : null).Should().Equal(
            "\"required\"",
            """{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"c"},{"type":"function","name":"a"}]}""",
            "\"none\"",
            null);
        ToolsSent(harness).Should().Equal("a b c", "", "", "");
    }

    [Fact]
    public async Task A_tool_whose_definition_changed_is_sent_anew_with_the_history()
    {
        await using var harness = await StartAsync();
        var history = new TestHistory();
        await SayAsync(harness, history, Tools("a", "b"));
        var changed = await SayAsync(harness, history, [Tool("a", "Does otherwise."), Tool("b")]);

        changed.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.ToolsChanged));
        ToolsSent(harness).Should().Equal("a b", "a b");
        ShouldHaveSeen(harness, "a b", "a b");
    }

    [Fact]
    public async Task A_hosted_tool_that_is_taken_away_is_sent_anew_with_the_history()
    {
        await using var harness = await StartAsync();
        var history = new TestHistory();
        await SayAsync(harness, history, [Tool("a"), TurnTool.FromJson("""{"type":"web_search"}""")]);
        (await SayAsync(harness, history, Tools("a"))).Report.Plan.Kind.Should().Be(PlanKind.Continue, "the choice can name functions");
        var searching = await SayAsync(harness, history, [TurnTool.FromJson("""{"type":"web_search"}""")]);

        searching.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.ToolsChanged));
    }

    [Fact]
    public async Task A_model_that_refuses_such_items_gets_the_field_for_good()
    {
        await using var harness = await Harness.StartAsync(
            new EmulatorOptions { TakesAdditionalTools = static _ => false },
            static options => options.ToolPlacement = ToolPlacement.InputItems);
        var history = new TestHistory();
        var first = await SayAsync(harness, history, Tools("a"));
        await SayAsync(harness, history, Tools("a"));

        (first.Report.Sends, first.Report.Plan.Reason).Should().Be((2, PlanReason.ToolsChanged));
        harness.Journal.Sent().Select(HasToolField).Should().Equal(false, true, true);
        ShouldHaveSeen(harness, "a", "a");
    }

    [Fact]
    public async Task After_a_lost_socket_the_tools_travel_again()
    {
        await using var harness = await StartAsync();
        var history = new TestHistory();
        await SayAsync(harness, history, Tools("a", "b"));
        harness.Emulator.DropConnections();
        await harness.Journal.WaitForClosedAsync(1, harness.Limit);
        await SayAsync(harness, history, Tools("a"));
        await SayAsync(harness, history, Tools("a"));

        ToolsSent(harness).Should().Equal("a b", "a", "");
        ShouldHaveSeen(harness, "a b", "a", "a");
    }

    [Fact]
    public async Task What_is_made_ready_holds_the_tools()
    {
        await using var harness = await StartAsync();
        var history = TestHistory.Asking("say one");
        await harness.Client.PrewarmAsync(new TurnRequest { Model = Harness.Model, Input = [.. history.Items], Tools = Tools("a", "b") }, harness.Limit);
        var answer = await harness.Client.CreateAsync(new TurnRequest { Model = Harness.Model, Input = [.. history.Items], Tools = Tools("a", "b") }, harness.Limit);

        (answer.Report.Plan.Kind, answer.Report.SentItems).Should().Be((PlanKind.Continue, 0));
        ToolsSent(harness).Should().Equal("a b", "");
        ShouldHaveSeen(harness, "a b", "a b");
    }

    private static Task<Harness> StartAsync() => Harness.StartTalkingAsync(static options => options.ToolPlacement = ToolPlacement.InputItems);

    private static TurnTool[] Tools(params string[] names) => [.. names.Select(static name => Tool(name))];

    private static TurnTool Tool(string name, string description = "Does.") =>
        TurnTool.Function(name, description, JsonSerializer.SerializeToElement(new { type = "object" }));

    private static async Task<TurnResult> SayAsync(Harness harness, TestHistory history, TurnTool[] tools, JsonElement? choice = null)
    {
        history.User("say word");
        var result = await harness.Client.CreateAsync(
            new TurnRequest { Model = Harness.Model, Input = [.. history.Items], Tools = tools, ToolChoice = choice }, harness.Limit);
        var context = harness.Journal.ContextOf(result.Id).Where(static item => TypeOf(item) != "additional_tools");
        Canonical.Of(context).Should().Equal(Canonical.Of(history.Items));
        history.Mapped(result);
        return result;
    }

    private static bool HasToolField(JournalFrame frame) => frame.Json!.Value.TryGetProperty("tools", out _);

    private static IEnumerable<string> ToolsSent(Harness harness) => harness.Journal.Sent().Select(static frame => string.Join(' ', frame.Json!.Value
        .GetProperty("input").EnumerateArray()
        .Where(static item => TypeOf(item) == "additional_tools")
        .SelectMany(static item => item.GetProperty("tools").EnumerateArray())
        .Select(NameOf)));

    private static void ShouldHaveSeen(Harness harness, params string[] turns) =>
        harness.Journal.Responses.Select(static response => string.Join(' ', response.Tools.Select(NameOf).Order(StringComparer.Ordinal))).Should().Equal(turns);

    private static string NameOf(JsonElement tool) => tool.TryGetProperty("name", out var name) ? name.GetString()! : tool.GetProperty("type").GetString()!;

    private static string? TypeOf(JsonElement item) => item.TryGetProperty("type", out var type) ? type.GetString() : null;
}
