namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>A history written to JSON and read again is as good as before.</summary>
public sealed class PersistenceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "J1")]
    [Trait("Contract", "J2")]
    public async Task A_history_with_a_tool_round_goes_on_after_a_restart(bool streaming)
    {
        const string Written = """{"city": "Rome", "days": 3}""";
        var model = Answers.Script(Answers.Call("c1", "P-F", Written), Answers.Text("Rain."), Answers.Text("ok"));
        await using var harness = await Harness.StartAsync(model);
        var history = Harness.Said("weather?");
        var answer = await harness.With("P", (string city, int days) => $"{city} {days}").AnswerAsync(history, streaming, Harness.Auto);
        history.AddAssistantMessage(answer!);

        var restored = JsonSerializer.Deserialize<ChatHistory>(JsonSerializer.Serialize(history))!;
        restored.AddUserMessage("sure?");
        // Another service: nothing of the conversation is left but the JSON.
        await using var later = await Harness.StartAsync(Answers.Text("ok"));
        await later.AskAsync(restored);

        Canonical.Of(later.LastCreate.Input()).Should().Equal("user: weather?", $"c1 calls P-F with {Written}", "c1 gave Rome 3", "assistant: Rain.", "user: sure?");
    }

    [Fact]
    [Trait("Contract", "J3")]
    public async Task Metadata_of_every_kind_of_answer_serializes()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), ModelAnswer.Refusal("No."), ModelAnswer.Incomplete("ha", "max_output_tokens"));
        harness.With("P", () => 1);

        var history = new ChatHistory
        {
            await harness.AskAsync("a", Harness.Manual),
            await harness.AskAsync("b"),
            await harness.AskAsync("c"),
        };
        var restored = JsonSerializer.Deserialize<ChatHistory>(JsonSerializer.Serialize(history))!;

        restored.Select(static message => ((JsonElement)message.Metadata!["FinishReason"]!).GetString()).Should().Equal("ToolCalls", "Stop", "Length");
        ((JsonElement)restored[1].Metadata!["Refusal"]!).GetString().Should().Be("No.");
        ((JsonElement)restored[0].Metadata!["Usage"]!).At("InputTokenCount").GetInt32().Should().BePositive();
        ((JsonElement)restored[0].Metadata!["ChatResponseMessage.FunctionToolCalls"]!).Text(0, "FunctionName").Should().Be("P-F");
    }
}
