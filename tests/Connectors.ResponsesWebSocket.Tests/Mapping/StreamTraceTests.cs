namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Trace 21.4: one round with a call, then the answer, chunk by chunk.</summary>
[Trait("Acceptance", "35")]
public sealed class StreamTraceTests
{
    [Fact]
    [Trait("Trace", "21.4")]
    [Trait("Contract", "ST1")]
    public async Task To_ST14_Chunks_come_as_the_trace_says()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F", """{"city":"Rome"}"""), ModelAnswer.Deltas("Sun", "ny."));
        harness.With("P", (string city) => city);

        var chunks = await harness.StreamAsync(Harness.Said("go"), Harness.Auto);

        chunks.Select(Row).Should().Equal(
            "Assistant||||",
            "|| c1 P-F '' 0.0 ||",
            "|| - - '{\"city\":\"R' 0.0 ||",
            "|| - - 'ome\"}' 0.0 ||",
            "|||ToolCalls|",
            "||||usage",
            "Assistant||||",
            "|Sun|||",
            "|ny.|||",
            "|||Stop|",
            "||||usage");
    }

    [Fact]
    [Trait("Trace", "21.4")]
    [Trait("Contract", "ST4")]
    [Trait("Contract", "ST5")]
    public async Task Every_chunk_has_the_configured_model_and_all_metadata_keys()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));

        var chunks = await harness.With("P", () => 1).StreamAsync(Harness.Said("go"), Harness.Auto);

        foreach (var chunk in chunks)
        {
            chunk.ModelId.Should().Be(Harness.Model);
            chunk.ChoiceIndex.Should().Be(0);
            chunk.AuthorName.Should().BeNull();
            chunk.Encoding.Should().Be(System.Text.Encoding.UTF8);
            chunk.InnerContent.Should().BeAssignableTo<TurnEvent>();
            chunk.Metadata!.Keys.Should().BeEquivalentTo("CompletionId", "CreatedAt", "SystemFingerprint", "RefusalUpdate", "Usage", "FinishReason");
            chunk.Metadata["CreatedAt"].Should().BeOfType<DateTimeOffset>();
        }

        var ids = harness.Emulator.Journal.Responses.Select(static response => (object?)response.ResponseId);
        chunks.Select(static chunk => chunk.Metadata!["CompletionId"]).Distinct().Should().Equal(ids);
    }

    [Fact]
    [Trait("Acceptance", "32")]
    [Trait("Contract", "ST8")]
    public async Task A_refusal_streams_in_the_metadata_and_not_in_the_content()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Refusal("I cannot do that for you."));

        var chunks = await harness.StreamAsync(Harness.Said("go"));

        string.Concat(chunks.Select(static chunk => chunk.Metadata!["RefusalUpdate"])).Should().Be("I cannot do that for you.");
        string.Concat(chunks.Select(static chunk => chunk.Content)).Should().BeEmpty();
        chunks.Count(static chunk => chunk.Metadata!["RefusalUpdate"] is not null).Should().BeGreaterThan(1);
    }

    private static string Row(StreamingChatMessageContent chunk)
    {
        var updates = chunk.Items.OfType<StreamingFunctionCallUpdateContent>().Select(static update =>
            $" {update.CallId ?? "-"} {update.Name ?? "-"} '{update.Arguments}' {update.FunctionCallIndex}.{update.RequestIndex} ");
        var usage = chunk.Metadata!["Usage"] is ChatTokenUsage ? "usage" : "";
        return $"{chunk.Role?.Label}|{chunk.Content}|{string.Concat(updates)}|{chunk.Metadata["FinishReason"]}|{usage}";
    }
}
