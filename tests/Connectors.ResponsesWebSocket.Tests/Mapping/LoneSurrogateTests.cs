namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Arguments that are JSON by their grammar, but hold half a surrogate pair, which is no text.</summary>
public sealed class LoneSurrogateTests
{
    private const string InValue = """{"a":"x\ud83d"}""";
    private const string InName = """{"x\ud83d":"a"}""";
    private const string InDepth = """{"a":{"b":["\udc00"]}}""";
    private const string Error = "Error: Function call arguments were invalid JSON.";

    [Theory]
    [InlineData(InValue)]
    [InlineData(InName)]
    [Trait("Contract", "N13")]
    public async Task They_are_a_stored_exception(string arguments)
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F", arguments));

        var answer = await harness.With("P", (string a) => a).AskAsync("go", Harness.Manual);

        var call = FunctionCallContent.GetFunctionCalls(answer).Single();
        call.Arguments.Should().BeNull();
        call.Exception.Should().BeOfType<KernelException>().Which.Message.Should().Be(Error);
    }

    [Theory]
    [InlineData(InValue, false)]
    [InlineData(InValue, true)]
    [InlineData(InName, false)]
    [InlineData(InName, true)]
    [Trait("Contract", "N13")]
    [Trait("Contract", "F9")]
    public async Task The_model_is_told_and_its_own_text_goes_back(string arguments, bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Calls(("c1", "P-F", arguments), ("c2", "P-F", """{"a":"y"}""")), Answers.Text("done"));
        var history = Harness.Said("go");

        var answer = await harness.With("P", (string a) => a).AnswerAsync(history, streaming, Harness.Auto);

        answer.Should().Be("done");
        Canonical.Of(harness.LastNew).Should().Equal($"c1 gave Error: Function call processing failed. Correct yourself. {Error}", "c2 gave y");
        (await ReplayedAsync(history))[1].Should().Be($"c1 calls P-F with {arguments}");
    }

    [Fact]
    [Trait("Contract", "N13")]
    public async Task A_nested_one_stays_as_it_was_written()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F", InDepth), Answers.Text("done"));
        var history = Harness.Said("go");

        var answer = await harness.With("P", (string a) => "ok").AnswerAsync(history, streaming: false, Harness.Auto);

        answer.Should().Be("done");
        (await ReplayedAsync(history))[1].Should().Be($"c1 calls P-F with {InDepth}");
    }

    /// <summary>What a service that knows nothing of the conversation is sent.</summary>
    private static async Task<IReadOnlyList<string>> ReplayedAsync(ChatHistory history)
    {
        await using var later = await Harness.StartAsync(Answers.Text("ok"));
        await later.AskAsync(history);
        return Canonical.Of(later.LastCreate.Input());
    }
}
