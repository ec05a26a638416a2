namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>What a message alone would lose of an answer comes back to the service, also after a restart.</summary>
public sealed class RawOutputTests
{
    private const string Key = "ResponsesWebSocket.Output";

    private static ModelAnswer Reasoned => new([new ModelOutput.Reasoning([]), new ModelOutput.Text(["Sunny."])]);

    public static TheoryData<string, string> Kinds => new()
    {
        { "reasoning", "reasoning message" },
        { "phases", "message message" },
        { "one phase", "message" },
        { "hosted call", "web_search_call message" },
        { "two messages", "message message" },
        { "compaction", "compaction message" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    [Trait("Contract", "J2")]
    [Trait("Contract", "P36")]
    public async Task It_is_the_same_history_to_this_service_and_whole_to_the_next_one(string kind, string types)
    {
        await using var harness = await Harness.StartAsync(AnswerOf(kind), Answers.Text("ok"), Answers.Text("ok"));
        var history = Harness.Said("weather?");
        history.Add(await harness.AskAsync(history));
        history.AddUserMessage("sure?");

        await harness.AskAsync(history);
        await harness.AskAsync(history.Reread());
        await using var later = await Harness.StartAsync(Answers.Text("yes"), Answers.Text("ok"));
        var restored = history.Reread();
        restored.Add(await later.AskAsync(restored));
        restored.AddUserMessage("really?");
        await later.AskAsync(restored.Reread());

        history[1].Content.Should().Be("Sunny.");
        harness.Creates[1].Input().Should().HaveCount(Harness.OverHttp ? harness.Creates[2].Input().Count : 1, "the service holds the rest");
        harness.Plans[1].Kind.Should().Be(Harness.Continued);
        var sent = later.Creates[0].Input();
        later.Creates[0].Types().Should().Equal(["message", .. types.Split(' '), "message"]);
        sent.Skip(1).SkipLast(1).Should().BeEquivalentTo(
            harness.Emulator.Journal.Responses[0].Output.Select(WithoutMessageId),
            static options => options.WithStrictOrdering().Using<JsonElement>(static c => c.Subject.ShouldBeJson(c.Expectation.GetRawText())).WhenTypeIs<JsonElement>());
        later.Plans[^1].Kind.Should().Be(Harness.Continued);
        later.LastCreate.Input().Should().HaveCount(Harness.OverHttp ? sent.Count + 2 : 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "J2")]
    [Trait("Contract", "P36")]
    public async Task The_reasoning_of_a_tool_round_stands_in_front_of_its_call_after_a_restart(bool streaming)
    {
        await using var harness = await Harness.StartAsync(
            new ModelAnswer([new ModelOutput.Reasoning([], "gAAAAABqsecret=="), new ModelOutput.Call("P-F", """{"a": 1}""", "c1")]), Answers.Text("Rain."));
        var history = Harness.Said("weather?");
        history.AddAssistantMessage((await harness.With("P", (int a) => a).AnswerAsync(history, streaming, Harness.Auto))!);
        history.AddUserMessage("sure?");
        await using var later = await Harness.StartAsync(Answers.Text("ok"));

        await later.AskAsync(history.Reread());

        harness.Plans[^1].Kind.Should().Be(Harness.Continued);
        harness.LastNew.Select(static item => item.Text("type")).Should().Equal("function_call_output");
        later.LastCreate.Types().Should().Equal("message", "reasoning", "function_call", "function_call_output", "message", "message");
        later.LastCreate.Input()[1].Text("encrypted_content").Should().Be("gAAAAABqsecret==");
        later.LastCreate.Input()[2].Text("arguments").Should().Be("""{"a": 1}""");
        later.LastCreate.Input()[2].Has("id").Should().BeFalse("nothing is stored under it");
    }

    [Fact]
    [Trait("Contract", "P3")]
    public async Task A_text_behind_a_call_stays_behind_it()
    {
        await using var harness = await Harness.StartAsync(
            new ModelAnswer([new ModelOutput.Call("P-F", "{}", "c1"), new ModelOutput.Text(["Wait."])]), Answers.Text("ok"));
        var history = Harness.Said("go");
        await harness.With("P", () => 1).AskAsync(history, Harness.Auto);
        history.AddUserMessage("sure?");
        await using var later = await Harness.StartAsync(Answers.Text("ok"));

        await later.AskAsync(history.Reread());

        harness.Plans[^1].Kind.Should().Be(Harness.Continued);
        Canonical.Of(later.LastCreate.Input()).Should().Equal("user: go", "c1 calls P-F with {}", "assistant: Wait.", "c1 gave 1", "user: sure?");
    }

    public static TheoryData<string, Action<ChatMessageContent>, string[]> Changes => new()
    {
        { "text", static message => message.Content = "Rainy.", ["message", "message", "message"] },
        { "call", static message => message.Items.Add(new FunctionCallContent("F", "P", "c9")), ["message", "message", "function_call", "function_call_output", "message"] },
        { "refusal", static message => Set(message, "Refusal", "No."), ["message", "message", "message"] },
        { "model", static message => message.ModelId = "gpt-6-other", ["message", "message", "message"] },
        { "no JSON", static message => Set(message, Key, "[oops"), ["message", "message", "message"] },
        { "no list", static message => Set(message, Key, "{}"), ["message", "message", "message"] },
        { "no items", static message => Set(message, Key, "[1]"), ["message", "message", "message"] },
        { "no text", static message => Set(message, Key, 7), ["message", "message", "message"] },
        { "not the model's", static message => Set(message, Key, """[{"type":"message","role":"system","content":"Sunny."}]"""), ["message", "message", "message"] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_message_that_was_changed_is_what_it_says_now(string what, Action<ChatMessageContent> change, string[] types)
    {
        await using var harness = await Harness.StartAsync(Reasoned);
        var history = Harness.Said("weather?");
        history.Add(await harness.AskAsync(history));
        history = history.Reread();
        change(history[1]);
        history.AddUserMessage("sure?");
        await using var later = await Harness.StartAsync(Answers.Text("ok"));

        await later.AskAsync(history.Reread());

        later.LastCreate.Types().Should().Equal(types, what);
        later.LastCreate.Input()[1].Text("role").Should().Be("assistant");
        later.LastCreate.At("input", 1, "content", 0).Text("text").Should().Be(what == "text" ? "Rainy." : "Sunny.");
    }

    public static TheoryData<string, ModelAnswer> Nothings => new()
    {
        { "plain text", Answers.Text("Sunny.") },
        { "text and call", ModelAnswer.TextAndCalls("Sunny.", ("P-F", "{}")) },
        { "cut short", new ModelAnswer([new ModelOutput.Reasoning([]), new ModelOutput.Text(["Sunny."])], new AnswerEnding.Incomplete("max_output_tokens")) },
        { "reasoning nobody can read", new ModelAnswer([new ModelOutput.Reasoning([], ""), new ModelOutput.Text(["Sunny."])]) },
        { "a call the caller cannot answer", new ModelAnswer([new ModelOutput.CustomCall("shell", "ls"), new ModelOutput.Text(["Sunny."])]) },
    };

    [Theory]
    [MemberData(nameof(Nothings))]
    public async Task Nothing_is_kept_where_the_message_says_it_all_or_the_items_could_not_go_back(string what, ModelAnswer answer)
    {
        await using var harness = await Harness.StartAsync(answer);
        var history = Harness.Said("weather?");
        history.Add(await harness.With("P", () => 1).AskAsync(history, Harness.Manual));
        history.AddUserMessage("sure?");
        await using var later = await Harness.StartAsync(Answers.Text("ok"));

        await later.AskAsync(history.Reread());

        history[1].Metadata!.Should().NotContainKey(Key, what);
        later.LastCreate.Types().Should().OnlyContain(static type => type == "message" || type == "function_call" || type == "function_call_output");
    }

    [Fact]
    public async Task It_is_written_once_as_one_string()
    {
        await using var harness = await Harness.StartAsync(Reasoned);

        var answer = await harness.AskAsync("weather?");

        answer.Metadata![Key].Should().BeOfType<string>();
        JsonSerializer.Serialize(new ChatHistory { answer }).Split(Key).Should().HaveCount(2);
    }

    private static ModelAnswer AnswerOf(string kind) => kind switch
    {
        "reasoning" => Reasoned,
        "phases" => ModelAnswer.Phases("Su", "nny."),
        "one phase" => new([ModelOutput.Message.Saying("Sunny.", "final_answer")]),
        "hosted call" => new([new ModelOutput.WebSearchCall("weather"), new ModelOutput.Text(["Sunny."])]),
        "two messages" => new([new ModelOutput.Text(["Sun"]), new ModelOutput.Text(["ny."])]),
        "compaction" => new([new ModelOutput.RawItem("""{"type":"compaction","encrypted_content":"gAAA"}"""), new ModelOutput.Text(["Sunny."])]),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static JsonElement WithoutMessageId(JsonElement item) => item.Text("type") != "message"
        ? item
        : JsonSerializer.SerializeToElement(item.EnumerateObject().Where(static member => member.Name != "id").ToDictionary(static member => member.Name, static member => member.Value));

    private static void Set(ChatMessageContent message, string key, object value) =>
        message.Metadata = new Dictionary<string, object?>(message.Metadata!) { [key] = value };
}
