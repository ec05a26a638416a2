using Connectors.ResponsesWebSocket.Mapping;

namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>
/// Where the service leaves out events or items: the chunks still add up to the answer exactly once.
/// Reasoning always takes output index 0, so that places in the terminal list are not output indexes.
/// </summary>
public sealed class LeftOutEventsTests
{
    private const string Arguments = """{"a":1}""";

    private static readonly ConversationItem Reasoning = ConversationItem.FromJson("""{"type":"reasoning","id":"rs_1","summary":[]}""");
    private static readonly ConversationItem Call = ConversationItem.FunctionCall("c1", "P-F", Arguments);

    /// <summary>What the terminal list holds, and whether the item itself was announced as done.</summary>
    public static TheoryData<string, bool> Endings => new()
    {
        { "", false }, { "", true }, { "item", false }, { "item", true }, { "reasoning item", false }, { "reasoning item", true },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    [Trait("Contract", "P44")]
    public void Text_behind_reasoning_is_given_once(string listed, bool done)
    {
        var answer = Message("Sunny.");

        var chunks = Map(
            [new OutputItemAddedEvent(1, "message", null, null), new OutputTextDeltaEvent(1, 0, "Sun"), new OutputTextDeltaEvent(1, 0, "ny.")],
            done ? answer : null,
            List(listed, answer));

        TextOf(chunks).Should().Be("Sunny.");
    }

    [Theory]
    [MemberData(nameof(Endings))]
    [Trait("Contract", "ST8")]
    [Trait("Contract", "P44")]
    public void A_refusal_behind_reasoning_is_given_once(string listed, bool done)
    {
        var answer = Refused("I cannot.");

        var chunks = Map([new RefusalDeltaEvent(1, 0, "I can"), new RefusalDeltaEvent(1, 0, "not.")], done ? answer : null, List(listed, answer));

        RefusalOf(chunks).Should().Be("I cannot.");
        TextOf(chunks).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Endings))]
    [Trait("Contract", "ST9")]
    public void A_call_behind_reasoning_is_announced_once_with_one_id(string listed, bool done)
    {
        var chunks = Map(
            [new OutputItemAddedEvent(1, "function_call", "c1", "P-F"), new FunctionCallArgumentsDeltaEvent(1, """{"a":"""), new FunctionCallArgumentsDeltaEvent(1, "1}")],
            done ? Call : null,
            List(listed, Call));

        Updates(chunks).Should().Equal(("c1", "P-F", "", 0), (null, null, """{"a":""", 0), (null, null, "1}", 0));
    }

    [Theory]
    [InlineData("item")]
    [InlineData("reasoning item")]
    [Trait("Contract", "P46")]
    public void Text_and_refusal_are_ended_from_the_terminal_list(string listed)
    {
        TextOf(Map([new OutputTextDeltaEvent(1, 0, "Sun")], done: null, List(listed, Message("Sunny.")))).Should().Be("Sunny.");
        TextOf(Map([], done: null, List(listed, Message("Sunny.")))).Should().Be("Sunny.");
        RefusalOf(Map([new RefusalDeltaEvent(1, 0, "I can")], done: null, List(listed, Refused("I cannot.")))).Should().Be("I cannot.");
        RefusalOf(Map([], done: null, List(listed, Refused("I cannot.")))).Should().Be("I cannot.");
    }

    [Theory]
    [InlineData("item")]
    [InlineData("reasoning item")]
    [Trait("Contract", "P46")]
    public void Arguments_that_only_the_terminal_list_holds_are_given_without_the_id_again(string listed)
    {
        var chunks = Map([new OutputItemAddedEvent(1, "function_call", "c1", "P-F")], done: null, List(listed, Call));

        Updates(chunks).Should().Equal(("c1", "P-F", "", 0), (null, null, Arguments, 0));
    }

    [Theory]
    [InlineData("item")]
    [InlineData("reasoning item")]
    [Trait("Contract", "P46")]
    public void A_call_that_only_the_terminal_list_holds_is_given_whole(string listed)
    {
        Updates(Map([], done: null, List(listed, Call))).Should().Equal(("c1", "P-F", "", 0), (null, null, Arguments, 0));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("item", false)]
    [InlineData("item", true)]
    [InlineData("reasoning item", false)]
    [InlineData("reasoning item", true)]
    [Trait("Contract", "ST10")]
    [Trait("Contract", "ST13")]
    public void A_call_that_was_not_announced_gets_its_id_once_for_the_arguments_that_came(string listed, bool done)
    {
        var chunks = Map([new FunctionCallArgumentsDeltaEvent(1, """{"a":"""), new FunctionCallArgumentsDeltaEvent(1, "1}")], done ? Call : null, List(listed, Call));

        Updates(chunks).Should().Equal((null, null, """{"a":""", 0), (null, null, "1}", 0), ("c1", "P-F", "", 0));
        Built(chunks).Should().Equal("c1 P F 1");
    }

    [Fact]
    [Trait("Contract", "ST10")]
    [Trait("Contract", "ST13")]
    public void An_unannounced_call_and_an_announced_one_keep_their_own_ids()
    {
        var chunks = Map(
            [
                new FunctionCallArgumentsDeltaEvent(1, """{"a":1}"""),
                new OutputItemAddedEvent(2, "function_call", "c2", "P-G"),
                new FunctionCallArgumentsDeltaEvent(2, """{"a":2}"""),
            ],
            done: null,
            [Call, ConversationItem.FunctionCall("c2", "P-G", """{"a":2}""")]);

        Updates(chunks).Where(static update => update.Id is not null).Should().Equal(("c2", "P-G", "", 1), ("c1", "P-F", "", 0));
        Built(chunks).Should().BeEquivalentTo("c1 P F 1", "c2 P G 2");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "P35")]
    [Trait("Contract", "P44")]
    public void Two_messages_are_each_given_once(bool whole)
    {
        var chunks = Map(
            [new OutputTextDeltaEvent(1, 0, "One. "), new OutputTextDeltaEvent(2, 0, whole ? "Two." : "Tw")],
            done: null,
            [Message("One. "), Message("Two.")]);

        TextOf(chunks).Should().Be("One. Two.");
    }

    [Fact]
    [Trait("Contract", "P44")]
    [Trait("Contract", "P46")]
    public void A_message_that_only_the_terminal_list_holds_does_not_repeat_the_one_that_came()
    {
        var chunks = Map([new OutputTextDeltaEvent(2, 0, "Two.")], done: null, [Message("One. "), Message("Two.")]);

        TextOf(chunks).Should().Be("Two.One. ", "what comes late can only stand behind");
    }

    [Fact]
    [Trait("Contract", "P44")]
    [Trait("Contract", "P46")]
    public void A_list_without_the_first_message_still_ends_the_second()
    {
        TextOf(Map([new OutputTextDeltaEvent(1, 0, "One. "), new OutputTextDeltaEvent(2, 0, "Tw")], done: null, [Message("Two.")])).Should().Be("One. Two.");
    }

    [Fact]
    [Trait("Contract", "P44")]
    public void A_text_that_is_listed_in_other_words_is_not_given_in_both()
    {
        TextOf(Map([new OutputTextDeltaEvent(1, 0, "Sunny")], done: null, [Message("Rainy.")])).Should().Be("Sunny");
    }

    private static ConversationItem Message(string text) => ConversationItem.Message("assistant", text);

    private static ConversationItem Refused(string text) =>
        ConversationItem.Message("assistant", [JsonSerializer.SerializeToElement(new { type = "refusal", refusal = text })]);

    private static ConversationItem[] List(string names, ConversationItem item) =>
        [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => name == "reasoning" ? Reasoning : item)];

    /// <summary>A response that begins with reasoning, of which no end is announced; the item in question has output index 1.</summary>
    private static List<StreamingChatMessageContent> Map(IEnumerable<TurnEvent> events, ConversationItem? done, ConversationItem[] listed)
    {
        var mapper = new StreamingMapper(Harness.Model, requestIndex: 0);
        TurnEvent[] all =
        [
            new ResponseCreatedEvent("resp_1", null),
            new OutputItemAddedEvent(0, "reasoning", null, null),
            .. events,
            .. done is null ? Array.Empty<TurnEvent>() : [new OutputItemDoneEvent(1, done)],
            new ResponseCompletedEvent(Handmade.Response(listed)),
        ];
        return [.. all.SelectMany(mapper.Map)];
    }

    private static string TextOf(IEnumerable<StreamingChatMessageContent> chunks) => string.Concat(chunks.Select(static chunk => chunk.Content));

    private static string RefusalOf(IEnumerable<StreamingChatMessageContent> chunks) => string.Concat(chunks.Select(static chunk => chunk.Metadata!["RefusalUpdate"]));

    private static List<(string? Id, string? Name, string? Arguments, int Index)> Updates(IEnumerable<StreamingChatMessageContent> chunks) =>
        [.. chunks.SelectMany(static chunk => chunk.Items.OfType<StreamingFunctionCallUpdateContent>())
            .Select(static update => (update.CallId, update.Name, update.Arguments, update.FunctionCallIndex))];

    private static List<string> Built(IEnumerable<StreamingChatMessageContent> chunks)
    {
        var builder = new FunctionCallContentBuilder();
        foreach (var chunk in chunks)
        {
            builder.Append(chunk);
        }

        return [.. builder.Build().Select(static call => $"{call.Id} {call.PluginName} {call.FunctionName} {call.Arguments!["a"]}")];
    }
}
