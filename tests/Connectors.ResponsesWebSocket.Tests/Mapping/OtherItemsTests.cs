namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>What Semantic Kernel has no form for never costs the answer, nor the history its JSON.</summary>
public sealed class OtherItemsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "P38")]
    public async Task Items_of_other_kinds_are_passed_over_and_the_conversation_goes_on(bool streaming)
    {
        await using var harness = await Harness.StartAsync(
            new ModelAnswer(
            [
                new ModelOutput.WebSearchCall("weather"),
                new ModelOutput.RawEvent("""{"type":"response.of_the_future","output_index":0}"""),
                new ModelOutput.RawItem("""{"type":"of_the_future","encrypted_content":"gAAA"}"""),
                new ModelOutput.Text(["Sunny."]),
            ]),
            Answers.Text("ok"));
        var history = Harness.Said("weather?");

        var answer = await harness.AnswerAsync(history, streaming);
        history.AddAssistantMessage(answer!);
        history.AddUserMessage("sure?");

        answer.Should().Be("Sunny.");
        (await harness.AnswerAsync(history, streaming)).Should().Be("ok");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "P42")]
    public async Task A_response_that_had_to_queue_is_no_empty_answer(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("Sunny.").AfterQueueing());

        (await harness.AnswerAsync(Harness.Said("weather?"), streaming)).Should().Be("Sunny.");
    }

    [Theory]
    [InlineData("{oops")]
    [InlineData("[1]")]
    [InlineData("""{"a":"x\ud83d"}""")]
    [Trait("Contract", "J1")]
    [Trait("Contract", "J4")]
    public async Task A_history_with_a_call_that_could_not_be_read_is_written_and_read_and_goes_on(string arguments)
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F", arguments), Answers.Text("Sorry."));
        var history = Harness.Said("go");
        history.Add(await harness.With("P", (string a) => a).AskAsync(history, Harness.Auto));
        history.AddUserMessage("again");
        await using var later = await Harness.StartAsync(Answers.Text("ok"));

        var restored = history.Reread();
        await later.AskAsync(restored);

        FunctionCallContent.GetFunctionCalls(history[1]).Single().Exception.Should().BeOfType<KernelException>();
        Canonical.Of(later.LastCreate.Input())[1].Should().Be($"c1 calls P-F with {arguments}");
        later.Emulator.Journal.EveryCallHasExactlyOneOutput();
    }

    [Fact]
    [Trait("Contract", "N10")]
    public async Task A_refusal_behind_a_text_goes_back_with_it()
    {
        await using var harness = await Harness.StartAsync(
            new ModelAnswer([new ModelOutput.Message([ModelPart.Said("This much."), ModelPart.Refused("No more.")])]), Answers.Text("ok"));
        var history = Harness.Said("go");
        history.Add(await harness.AskAsync(history));
        history.AddUserMessage("please");

        await harness.AskAsync(history.Reread());

        (history[1].Content, history[1].Metadata!["Refusal"]).Should().Be(("This much.", "No more."));
        harness.Plans[^1].Kind.Should().Be(Harness.Continued);
        harness.LastNew.Should().ContainSingle();
    }
}
