namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>What a model says of its reasoning stands beside the answer and never in its text.</summary>
public sealed class ReasoningContentTests
{
    private const string Item = """{"type":"reasoning","summary":[{"type":"summary_text","text":"Comparing."},{"type":"summary_text","text":"Deciding."}],"encrypted_content":"gAAA"}""";

    private static ModelAnswer Reasoned => new([new ModelOutput.RawItem(Item), new ModelOutput.Text(["Sunny."])]);

    [Fact]
    public async Task The_parts_of_a_summary_are_items_in_front_of_the_text()
    {
        await using var harness = await Harness.StartAsync(Reasoned);

        var answer = await harness.AskAsync("go");

        answer.Content.Should().Be("Sunny.");
        answer.ToString().Should().Be("Sunny.");
        answer.Items.Select(static item => item.ToString()).Should().Equal("Comparing.", "Deciding.", "Sunny.");
        answer.Items.OfType<ReasoningContent>().Should().HaveCount(2);
        answer.Items.Should().NotContain(static item => item is FunctionCallContent || item is FunctionResultContent, "AG4");
    }

    [Fact]
    [Trait("Contract", "J1")]
    public async Task It_survives_JSON_and_is_not_sent_as_text()
    {
        await using var harness = await Harness.StartAsync(Reasoned);
        var history = Harness.Said("go");
        history.Add(await harness.AskAsync(history));
        await using var later = await Harness.StartAsync(Answers.Text("ok"));

        var restored = history.Reread();
        await later.AskAsync(restored);

        restored[1].Items.OfType<ReasoningContent>().Select(static item => item.Text).Should().Equal("Comparing.", "Deciding.");
        restored[1].Content.Should().Be("Sunny.");
        later.LastCreate.Types().Should().Equal("message", "reasoning", "message");
        later.LastCreate.Input()[2].GetRawText().Should().NotContain("Comparing");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [Trait("Contract", "ST2")]
    [Trait("Contract", "P44")]
    public async Task In_a_stream_it_is_given_once_whether_or_not_deltas_brought_it(bool deltas, bool itemsDone)
    {
        ModelOutput[] pieces =
        [
            Delta(0, "Compa"), Delta(0, "ring."), Delta(1, "Deci"),
        ];
        await using var harness = await Harness.StartAsync(new ModelAnswer([.. deltas ? pieces : [], new ModelOutput.RawItem(Item), new ModelOutput.Text(["Sunny."])]));
        if (!itemsDone)
        {
            harness.Emulator.Faults.OmitItemDone(1);
        }

        var chunks = await harness.StreamAsync(Harness.Said("go"));

        string.Concat(Reasoning(chunks)).Should().Be("Comparing.Deciding.");
        if (deltas)
        {
            Reasoning(chunks).Should().Equal("Compa", "ring.", "Deci", "ding.");
        }

        string.Concat(chunks.Select(static chunk => chunk.ToString())).Should().Be("Sunny.", "AG5");
        chunks[0].Role.Should().Be(AuthorRole.Assistant);
        chunks.Skip(1).Should().OnlyContain(static chunk => chunk.Role == null);
        foreach (var chunk in chunks)
        {
            chunk.Metadata!.Keys.Should().BeEquivalentTo("CompletionId", "CreatedAt", "SystemFingerprint", "RefusalUpdate", "Usage", "FinishReason");
        }
    }

    [Fact]
    public async Task Two_summaries_are_not_taken_for_each_other()
    {
        await using var harness = await Harness.StartAsync(new ModelAnswer(
        [
            new ModelOutput.RawItem("""{"type":"reasoning","summary":[{"type":"summary_text","text":"First."}]}"""),
            new ModelOutput.Text(["One. "]),
            Delta(0, "Sec", output: 2),
            new ModelOutput.RawItem("""{"type":"reasoning","summary":[{"type":"summary_text","text":"Second."}]}"""),
            new ModelOutput.Text(["Two."]),
        ]));
        harness.Emulator.Faults.OmitItemDone(1);

        var chunks = await harness.StreamAsync(Harness.Said("go"));

        Reasoning(chunks).Should().Equal("Sec", "First.", "ond.");
        string.Concat(chunks.Select(static chunk => chunk.Content)).Should().Be("One. Two.");
    }

    [Fact]
    public async Task A_summary_of_another_shape_does_not_lose_the_answer()
    {
        await using var harness = await Harness.StartAsync(new ModelAnswer(
        [
            new ModelOutput.RawItem("""{"type":"reasoning","summary":[7,{"type":"summary_text"},{"text":7}]}"""),
            new ModelOutput.RawItem("""{"type":"reasoning","summary":"none"}"""),
            new ModelOutput.Text(["Sunny."]),
        ]));

        (await harness.AskAsync("go")).Content.Should().Be("Sunny.");
    }

    private static ModelOutput.RawEvent Delta(int part, string text, int output = 0) =>
        new($$"""{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":{{output}},"summary_index":{{part}},"delta":"{{text}}"}""");

    private static IEnumerable<string> Reasoning(IEnumerable<StreamingChatMessageContent> chunks) =>
        chunks.SelectMany(static chunk => chunk.Items.OfType<StreamingReasoningContent>()).Select(static item => item.Text);
}
