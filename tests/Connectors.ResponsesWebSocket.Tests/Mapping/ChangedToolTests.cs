namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Tools are described as they are when a request is made.</summary>
public sealed class ChangedToolTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "T4")]
    public async Task A_description_changed_between_two_rounds_is_sent_in_the_next_request(bool streaming)
    {
        await using var harness = await ChangingAsync();

        await harness.AnswerAsync(Harness.Said("go"), streaming, Harness.Auto);

        Descriptions(harness).Should().Equal("", "after the first round");
    }

    [Fact]
    [Trait("Contract", "T4")]
    public async Task A_description_changed_between_two_calls_is_sent_in_the_next_one()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("a"), Answers.Text("b"), Answers.Text("c"));
        harness.With("P", () => 1);
        await harness.AskAsync("go", Harness.Auto);
        Describe(harness, "new");
        await harness.AskAsync("go", Harness.Auto);
        Describe(harness, null);
        await harness.AskAsync("go", Harness.Auto);

        Descriptions(harness).Should().Equal("", "new", "");
    }

    [Fact]
    [Trait("Contract", "T7")]
    public async Task A_strict_definition_is_made_anew_as_well()
    {
        await using var harness = await ChangingAsync();

        await harness.AskAsync("go", new ResponsesWebSocketPromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: new() { AllowStrictSchemaAdherence = true }),
        });

        Descriptions(harness).Should().Equal("", "after the first round");
    }

    private static async Task<Harness> ChangingAsync()
    {
        var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));
        return harness.With("P", () => Describe(harness, "after the first round"));
    }

    private static void Describe(Harness harness, string? description) => harness.Kernel.Plugins["P"]["F"].Metadata.Description = description;

    private static IEnumerable<string?> Descriptions(Harness harness) => harness.Creates.Select(static create => create.Text("tools", 0, "description"));
}
