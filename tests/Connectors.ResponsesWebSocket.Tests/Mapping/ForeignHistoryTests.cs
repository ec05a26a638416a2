namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Histories that others wrote, stored, shortened or mixed are accepted on the next turn.</summary>
public sealed class ForeignHistoryTests
{
    private const string CallsKey = "ChatResponseMessage.FunctionToolCalls";
    private const string IdKey = "ChatCompletionsToolCall.Id";

    [Theory]
    [InlineData(false, """{"age":"36"}""")]
    [InlineData(true, """{"age": 36}""")]
    [Trait("Contract", "H13")]
    [Trait("Contract", "H25")]
    public async Task A_tool_round_of_the_stock_connector_is_accepted(bool persisted, string arguments)
    {
        // Its calls are objects here that are none of the SDK's, and the items speak; in JSON they can be read.
        var calls = new List<SdkCall> { new(0, "P-F", """{"age": 36}"""u8.ToArray(), "call_1") };
        ChatHistory history =
        [
            new(AuthorRole.User, content: "go"),
            new(AuthorRole.Assistant, [new FunctionCallContent("F", "P", "call_1", new() { ["age"] = "36" })], metadata: Metadata(CallsKey, calls)),
            Tool("call_1", "old"),
            new(AuthorRole.User, content: "and?"),
        ];

        var sent = await AcceptedAsync(persisted ? history.Reread() : history);

        sent.Should().Equal("user: go", $"call_1 calls P-F with {arguments}", "call_1 gave old", "user: and?");
    }

    [Fact]
    [Trait("Contract", "H13")]
    public async Task A_call_of_which_only_the_stock_metadata_is_left_is_sent()
    {
        ChatHistory history =
        [
            new(AuthorRole.Assistant, content: "Let me see.", metadata: Metadata(CallsKey, new List<SdkCall> { new(0, "P-F", "{}"u8.ToArray(), "call_1") })),
            new(AuthorRole.Tool, content: "said", metadata: Metadata(IdKey, "call_1")),
        ];

        var sent = await AcceptedAsync(history.Reread());

        sent.Should().Equal("assistant: Let me see.", "call_1 calls P-F with {}", "call_1 gave said");
    }

    [Fact]
    [Trait("Contract", "H13")]
    public async Task Stock_arguments_that_cannot_be_decoded_leave_it_to_the_items()
    {
        var raw = """[{"Id":"call_1","FunctionName":"P-F","FunctionArguments":"{}"}]""".Json();
        ChatHistory history = [new(AuthorRole.Assistant, [new FunctionCallContent("F", "P", "call_1", new() { ["a"] = 1 })], metadata: Metadata(CallsKey, raw)), Tool("call_1", "ok")];

        (await AcceptedAsync(history)).Should().Equal("""call_1 calls P-F with {"a":1}""", "call_1 gave ok");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "P9")]
    public async Task A_history_cut_by_a_reducer_is_accepted_and_stays_as_it_is(bool persisted)
    {
        ChatHistory history =
        [
            new(AuthorRole.System, content: "summary"),
            Tool("call_1", "of a call that was cut off"),
            new(AuthorRole.Assistant, [new TextContent("more"), new FunctionCallContent("F", "P", "call_2"), new FunctionCallContent("F", "P", "call_3")]),
            Tool("call_2", "one"),
            new(AuthorRole.User, content: "go on"),
            new(AuthorRole.Assistant, [new FunctionCallContent("F", "P", "call_4")]),
        ];
        history = persisted ? history.Reread() : history;
        var before = JsonSerializer.Serialize(history);

        var sent = await AcceptedAsync(history);

        sent.Where(static item => !item.Contains("No result", StringComparison.Ordinal)).Should().Equal(
            "system: summary", "assistant: more", "call_2 calls P-F with null", "call_3 calls P-F with null", "call_2 gave one", "user: go on", "call_4 calls P-F with null");
        sent.Where(static item => item.Contains("No result", StringComparison.Ordinal)).Select(static item => item.Split(' ')[0]).Should().Equal("call_3", "call_4");
        JsonSerializer.Serialize(history).Should().Be(before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "AG3")]
    [Trait("Contract", "AG7")]
    public async Task A_history_of_several_agents_is_accepted(bool persisted)
    {
        ChatHistory history =
        [
            new(AuthorRole.System, content: "You are B.") { AuthorName = "B" },
            new(AuthorRole.System, content: "Be brief."),
            new(AuthorRole.User, content: "go"),
            new(AuthorRole.Assistant, [new FunctionCallContent("F", "Other", "a1", new() { ["x"] = 1 })]) { AuthorName = "Agent A", ModelId = "gpt-4.1" },
            new(AuthorRole.Tool, [new FunctionResultContent("F", "Other", "a1", "seen")]) { AuthorName = "Agent A" },
            new(AuthorRole.Assistant, content: "A says so.") { AuthorName = "Agent A" },
            new(AuthorRole.User, content: "B, what do you say?") { AuthorName = "Agent C" },
        ];

        var sent = await AcceptedAsync(persisted ? history.Reread() : history);

        sent.Should().Equal(
            "system: You are B.", "system: Be brief.", "user: go", """a1 calls Other-F with {"x":1}""", "a1 gave seen", "assistant: A says so.", "user: B, what do you say?");
    }

    [Fact]
    [Trait("Contract", "AG7")]
    public async Task Messages_of_another_agent_between_two_turns_are_sent_and_the_rest_is_held()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("mine"), Answers.Text("again"));
        var history = Harness.Said("go");
        history.Add(await harness.With("P", () => 1).AskAsync(history, Harness.Auto));
        history[^1].AuthorName = "Me";
        history.Add(new ChatMessageContent(AuthorRole.Assistant, [new FunctionCallContent("F", "Other", "a1")]) { AuthorName = "You" });
        history.Add(Tool("a1", "seen"));
        history.Add(new ChatMessageContent(AuthorRole.Assistant, content: "yours") { AuthorName = "You" });

        await harness.AskAsync(history, Harness.Auto);

        harness.Plans[^1].Kind.Should().Be(Harness.Continued);
        Canonical.Of(harness.LastNew).Should().Equal("a1 calls Other-F with null", "a1 gave seen", "assistant: yours");
        harness.Emulator.Journal.EveryCallHasExactlyOneOutput();
    }

    private static ChatMessageContent Tool(string id, string result) => new(AuthorRole.Tool, [new FunctionResultContent("F", "P", id, result)]);

    private static Dictionary<string, object?> Metadata(string key, object value) => new() { [key] = value };

    private static async Task<IReadOnlyList<string>> AcceptedAsync(ChatHistory history)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        (await harness.AskAsync(history)).Content.Should().Be("ok");
        harness.Emulator.Journal.EveryCallHasExactlyOneOutput();
        return Canonical.Of(harness.LastCreate.Input());
    }

    /// <summary>The shape of the stock connector's SDK; its binary text is base64 in JSON as well.</summary>
    private sealed record SdkCall(int Kind, string FunctionName, byte[] FunctionArguments, string Id);
}
