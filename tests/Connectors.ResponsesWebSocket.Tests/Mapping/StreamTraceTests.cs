namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>What each chunk of a stream holds besides its text.</summary>
public sealed class StreamTraceTests
{
    [Fact]
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
    [Trait("Contract", "ST8")]
    public async Task A_refusal_streams_in_the_metadata_and_not_in_the_content()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Refusal("I cannot do that for you."));

        var chunks = await harness.StreamAsync(Harness.Said("go"));

        string.Concat(chunks.Select(static chunk => chunk.Metadata!["RefusalUpdate"])).Should().Be("I cannot do that for you.");
        string.Concat(chunks.Select(static chunk => chunk.Content)).Should().BeEmpty();
        chunks.Count(static chunk => chunk.Metadata!["RefusalUpdate"] is not null).Should().BeGreaterThan(1);
    }
}
