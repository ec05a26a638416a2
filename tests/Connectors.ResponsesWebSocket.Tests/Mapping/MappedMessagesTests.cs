using Connectors.ResponsesWebSocket.Mapping;
using Xunit.Abstractions;

namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>A message is mapped once, and any change of it is found, wherever an application makes it: compared with a mapper that remembers nothing.</summary>
public sealed class MappedMessagesTests(ITestOutputHelper output)
{
    private const int Cases = 4_000;

    private static readonly ResponsesWebSocketPromptExecutionSettings Settings = new();

    [Fact]
    public void No_change_of_a_message_is_missed()
    {
        var random = new Random(20261201);
        var histories = Enumerable.Range(0, 20).Select(_ => History(random)).ToList();
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var round = 0; round < Cases; round++)
        {
            var history = histories[random.Next(histories.Count)];
            Items(history).SequenceEqual(Items(Copy(history))).Should().BeTrue();
            var change = MessageChanges.All[random.Next(MessageChanges.All.Count)];
            var message = history[random.Next(history.Count)];
            if (change.TryMake(message, random))
            {
                counts[change.Name] = counts.GetValueOrDefault(change.Name) + 1;
            }

            Items(history).SequenceEqual(Items(Copy(history))).Should().BeTrue("the change of {0} in round {1} is found", change.Name, round);
        }

        counts.Keys.Should().Equal(MessageChanges.All.Select(static change => change.Name).Order(StringComparer.Ordinal), "each field was changed at least once");
        output.WriteLine($"{counts.Count} fields, {counts.Values.Sum()} changes: {string.Join(", ", counts)}");
    }

    [Fact]
    public void What_has_not_changed_is_the_same_item()
    {
        var history = new ChatHistory("Be brief.");
        history.AddUserMessage("hi");
        history.AddAssistantMessage("yes");
        history.Add(new(AuthorRole.Assistant, [new FunctionCallContent("F", "P", "c1", new() { ["a"] = "1" })]));
        history.Add(new(AuthorRole.Tool, [new FunctionResultContent("F", "P", "c1", "done")]));

        var first = ChatHistoryMapper.Map(history, Settings, Harness.Model);
        var second = ChatHistoryMapper.Map(history, Settings, Harness.Model);

        second.Zip(first).Should().OnlyContain(static pair => ReferenceEquals(pair.First, pair.Second));
    }

    [Fact]
    public void A_function_that_is_described_anew_is_another_tool()
    {
        var parameters = new List<KernelParameterMetadata> { new("a") { Description = "first" } };
        var function = new KernelFunctionMetadata("F") { PluginName = "P", Parameters = parameters };
        var first = ToolDefinitionFactory.Create(function, strict: false);
        ToolDefinitionFactory.Create(function, strict: false).Should().BeSameAs(first);
        ToolDefinitionFactory.Create(function, strict: true).Should().NotBeSameAs(first);

        parameters[0] = new("a") { Description = "second" };
        var second = ToolDefinitionFactory.Create(function, strict: false);
        parameters.Add(new("b"));

        second.Utf8Json.ToArray().Should().NotEqual(first.Utf8Json.ToArray());
        ToolDefinitionFactory.Create(function, strict: false).Utf8Json.ToArray().Should().NotEqual(second.Utf8Json.ToArray());
    }

    private static List<string> Items(ChatHistory history) => [.. ChatHistoryMapper.Map(history, Settings, Harness.Model).Select(static item => item.ToString())];

    // Other messages with the same contents, of which nothing is known.
    private static ChatHistory Copy(ChatHistory history) => new(history.Select(static message => new ChatMessageContent(message.Role, [.. message.Items], message.ModelId, metadata: message.Metadata)));

    private static ChatHistory History(Random random)
    {
        var history = new ChatHistory($"Be brief {random.Next()}.");
        for (var turn = 0; turn < 3; turn++)
        {
            history.Add(new(AuthorRole.User, [new TextContent($"look {turn}"), new ImageContent(new Uri($"https://example.org/{turn}.png"))]));
            history.Add(new(AuthorRole.User, [new TextContent($"and {turn}"), new BinaryContent(new byte[] { 1, 2, (byte)turn }, "application/pdf")]));
            history.Add(new(
                AuthorRole.Assistant,
                [new TextContent($"so {turn}"), new FunctionCallContent("F", "P", $"c{turn}", new() { ["a"] = "1", ["b"] = turn }), new FunctionCallContent("G", "P", $"d{turn}")],
                Harness.Model,
                metadata: new Dictionary<string, object?> { [MessageKeys.FunctionToolCalls] = new List<ChatToolCall> { Answers.Raw($"d{turn}", "P-G", "{}") } }));
            history.Add(new(AuthorRole.Assistant, [new TextContent($"plainly {turn}")], Harness.Model));
            history.Add(new(AuthorRole.Tool, [new FunctionResultContent("F", "P", $"c{turn}", new List<string> { "done" }), new FunctionResultContent("G", "P", $"d{turn}", "text")]));
        }

        return history;
    }
}
