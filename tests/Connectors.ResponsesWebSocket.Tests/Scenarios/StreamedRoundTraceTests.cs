namespace Connectors.ResponsesWebSocket.Tests.Scenarios;

/// <summary>One streamed round with the history and the metadata beside each chunk.</summary>
public sealed class StreamedRoundTraceTests
{
    [Fact]
    [Trait("Contract", "ST1")]
    public async Task Each_chunk_of_a_streamed_round_has_its_fields_and_finds_the_history_as_far_as_it_is()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F", """{"city":"Rome"}"""), ModelAnswer.Deltas("Sun", "ny."));
        harness.With("P", (string city) => city);
        var history = Harness.Said("go");
        var rows = new List<string>();
        var responses = new List<object?>();

        await foreach (var chunk in harness.Service.GetStreamingChatMessageContentsAsync(history, Harness.Auto, harness.Kernel, harness.Limit))
        {
            rows.Add($"{history.Count} {Row(chunk)}");
            responses.Add(chunk.Metadata!["CompletionId"]);
        }

        rows.Should().Equal(
            "1 Assistant||-||",
            "1 -||c1,P-F,'',0,0||",
            "1 -||-,-,'{\"city\":\"R',0,0||",
            "1 -||-,-,'ome\"}',0,0||",
            "1 -||-|ToolCalls|",
            "1 -||-||usage",
            "3 Assistant||-||",
            "3 -|Sun|-||",
            "3 -|ny.|-||",
            "3 -||-|Stop|",
            "3 -||-||usage");
        var (first, second) = (harness.Emulator.Journal.Responses[0].ResponseId, harness.Emulator.Journal.Responses[1].ResponseId);
        responses.Should().Equal(Enumerable.Repeat<object?>(first, 6).Concat(Enumerable.Repeat<object?>(second, 5)));
        Canonical.Of(history).Should().Equal("user: go", "c1 calls P-F with {\"city\":\"Rome\"}", "c1 gave Rome");
    }

    private static string Row(StreamingChatMessageContent chunk)
    {
        chunk.ModelId.Should().Be(Harness.Model);
        chunk.ChoiceIndex.Should().Be(0);
        chunk.Metadata!.Keys.Should().BeEquivalentTo("CompletionId", "CreatedAt", "SystemFingerprint", "RefusalUpdate", "Usage", "FinishReason");
        chunk.Metadata["RefusalUpdate"].Should().BeNull();
        var calls = chunk.Items.OfType<StreamingFunctionCallUpdateContent>()
            .Select(static call => $"{call.CallId ?? "-"},{call.Name ?? "-"},'{call.Arguments}',{call.FunctionCallIndex},{call.RequestIndex}").DefaultIfEmpty("-");
        var usage = chunk.Metadata["Usage"] is ChatTokenUsage ? "usage" : null;
        return $"{chunk.Role?.Label ?? "-"}|{chunk.Content}|{string.Concat(calls)}|{chunk.Metadata["FinishReason"]}|{usage}";
    }
}
