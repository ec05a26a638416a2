namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>When chunks and changes of the history become visible.</summary>
public sealed class StreamOrderTests
{
    [Fact]
    [Trait("Contract", "E2")]
    public async Task Nothing_is_sent_before_the_first_chunk_is_asked_for_and_each_enumeration_asks_anew()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("one"), Answers.Text("two"));
        var history = Harness.Said("go");

        var stream = harness.Service.GetStreamingChatMessageContentsAsync(history, null, harness.Kernel, harness.Limit);

        harness.Emulator.Journal.Connections.Should().BeEmpty();
        (await TextOf(stream)).Should().Be("one");
        (await TextOf(stream)).Should().Be("two");
    }

    [Fact]
    [Trait("Contract", "ST1")]
    public async Task A_chunk_arrives_while_the_response_is_still_being_written()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Deltas("first", "second"));
        using var held = harness.Emulator.Faults.HoldBeforeEvent(1, "response.output_text.done");

        await using var chunks = harness.Service.GetStreamingChatMessageContentsAsync(Harness.Said("go"), null, harness.Kernel, harness.Limit).GetAsyncEnumerator(harness.Limit);
        await chunks.MoveNextAsync();
        chunks.Current.Content.Should().BeEmpty("the first chunk brings the role alone");
        await chunks.MoveNextAsync();

        chunks.Current.Content.Should().Be("first");
        harness.Emulator.Journal.Responses[0].Status.Should().Be("in_progress");
        held.Release();
        await chunks.MoveNextAsync();
        chunks.Current.Content.Should().Be("second");
    }

    [Fact]
    [Trait("Contract", "ST15")]
    [Trait("Contract", "ST17")]
    [Trait("Contract", "ST18")]
    public async Task The_round_is_in_the_history_when_the_first_chunk_of_the_next_response_arrives()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));
        harness.With("P", () => 1);
        var history = Harness.Said("go");
        var counts = new List<int>();

        await foreach (var chunk in harness.Service.GetStreamingChatMessageContentsAsync(history, Harness.Auto, harness.Kernel, harness.Limit))
        {
            counts.Add(history.Count);
        }

        counts.Distinct().Should().Equal(1, 3);
        counts.Count(static count => count == 1).Should().Be(5, "role, call, arguments, finish and usage come first");
        history[1].Role.Should().Be(AuthorRole.Assistant, "ST16");
    }

    [Fact]
    [Trait("Contract", "ST19")]
    public async Task A_stream_left_early_lets_the_conversation_go_on()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Deltas("first", "second"), Answers.Text("next"));
        using var held = harness.Emulator.Faults.HoldBeforeEvent(1, "response.output_text.done");
        await foreach (var chunk in harness.Service.GetStreamingChatMessageContentsAsync(Harness.Said("go"), null, harness.Kernel, harness.Limit))
        {
            break;
        }

        held.Release();

        (await harness.AskAsync("go on")).Content.Should().Be("next");
    }

    private static async Task<string> TextOf(IAsyncEnumerable<StreamingChatMessageContent> stream)
    {
        var text = "";
        await foreach (var chunk in stream)
        {
            text += chunk.Content;
        }

        return text;
    }
}
