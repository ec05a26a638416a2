namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>The calls that a message's metadata holds, in the forms in which histories bring them.</summary>
public sealed class RawCallsTests
{
    private const string Key = "ChatResponseMessage.FunctionToolCalls";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "J1")]
    public async Task A_call_read_from_JSON_is_sent_as_the_model_wrote_it_whichever_connector_stored_it(bool persisted)
    {
        // The SDK's type goes into JSON like this: the arguments as base64.
        var raw = """[{"Kind":0,"FunctionName":"P-F","FunctionArguments":"eyJhIiA6IDF9","Id":"call_1"}]""".Json();
        var history = Asked([new FunctionCallContent("F", "P", "call_1", new() { ["a"] = 1 })], raw);

        var sent = await SentAsync(persisted ? Reread(history) : history);

        sent.Should().Equal("""call_1 calls P-F with {"a" : 1}""", "call_1 gave ok");
    }

    [Fact]
    [Trait("Contract", "H13")]
    [Trait("Contract", "J1")]
    public async Task Our_own_calls_read_from_JSON_are_sent_as_the_model_wrote_them()
    {
        var raw = new List<ChatToolCall> { Answers.Raw("call_1", "P-F", """{"a" : 1}""") };
        var history = Asked([new FunctionCallContent("F", "P", "call_1", new() { ["a"] = "1" })], raw);

        var sent = await SentAsync(Reread(history));

        sent.Should().Equal("""call_1 calls P-F with {"a" : 1}""", "call_1 gave ok");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "H13")]
    public async Task Raw_calls_without_id_or_name_are_passed_over(bool persisted)
    {
        // The type refuses them, JSON does not.
        var raw = """
            [{"Id":"","FunctionName":"P-F","FunctionArguments":"e30="},{"Id":"call_2","FunctionName":"","FunctionArguments":"e30="},{"Id":"call_1","FunctionName":"P-F","FunctionArguments":"e30="}]
            """.Json();
        var history = Asked([], raw);

        var sent = await SentAsync(persisted ? Reread(history) : history);

        sent.Should().Equal("call_1 calls P-F with {}", "call_1 gave ok");
    }

    [Theory]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("[1,null,\"text\",{},{\"id\":1,\"name\":\"P-F\",\"arguments\":\"{}\"}]")]
    [Trait("Contract", "H13")]
    public async Task Raw_calls_of_any_other_shape_leave_it_to_the_items(string raw)
    {
        var sent = await SentAsync(Asked([new FunctionCallContent("F", "P", "call_1", [])], raw.Json()));

        sent.Should().Equal("call_1 calls P-F with {}", "call_1 gave ok");
    }

    private static ChatHistory Asked(ChatMessageContentItemCollection calls, object raw) =>
    [
        new ChatMessageContent(AuthorRole.Assistant, calls, metadata: new Dictionary<string, object?> { [Key] = raw }),
        new FunctionResultContent("F", "P", "call_1", "ok").ToChatMessage(),
    ];

    private static ChatHistory Reread(ChatHistory history) => JsonSerializer.Deserialize<ChatHistory>(JsonSerializer.Serialize(history))!;

    private static async Task<IReadOnlyList<string>> SentAsync(ChatHistory history)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        await harness.AskAsync(history);
        return Canonical.Of(harness.LastCreate.Input());
    }
}
