namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>The pieces of streamed calls fit together again.</summary>
public sealed class StreamedCallsTests
{
    [Fact]
    [Trait("Contract", "ST11")]
    [Trait("Contract", "ST13")]
    public async Task The_builder_rebuilds_two_parallel_calls_in_two_rounds()
    {
        await using var harness = await Harness.StartAsync(
            Answers.Calls(("c1", "P-F", """{"city":"Rome","days":3}"""), ("c2", "P-F", """{"city":"Bern","days":4}""")),
            Answers.Calls(("c3", "P-F", """{"city":"Oslo","days":5}"""), ("c4", "P-F", """{"city":"Lima","days":6}""")),
            Answers.Text("done"));
        harness.With("P", (string city, int days) => $"{city} {days}");
        var history = Harness.Said("go");
        var builder = new FunctionCallContentBuilder();

        foreach (var chunk in await harness.StreamAsync(history, Harness.Auto))
        {
            builder.Append(chunk);
        }

        builder.Build().Select(static call => (call.Id, call.PluginName, call.FunctionName, call.Arguments!["city"], call.Arguments["days"])).Should().Equal(
            ("c1", "P", "F", "Rome", "3"), ("c2", "P", "F", "Bern", "4"), ("c3", "P", "F", "Oslo", "5"), ("c4", "P", "F", "Lima", "6"));
        history.Where(static message => message.Role == AuthorRole.Tool).Select(static message => message.Content).Should().Equal("Rome 3", "Bern 4", "Oslo 5", "Lima 6");
    }

    [Fact]
    [Trait("Contract", "ST2")]
    [Trait("Contract", "P45")]
    public async Task Calls_behind_a_text_are_numbered_from_zero_and_the_first_chunk_has_the_role()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.TextAndCalls("Let me look.", ("P-F", "{}"), ("P-F", "{}")));

        var chunks = await harness.With("P", () => 1).StreamAsync(Harness.Said("go"), Harness.Manual);

        chunks[0].Role.Should().Be(AuthorRole.Assistant);
        chunks.Skip(1).Should().OnlyContain(static chunk => chunk.Role == null);
        chunks.SelectMany(static chunk => chunk.Items.OfType<StreamingFunctionCallUpdateContent>()).Where(static update => update.CallId is not null)
            .Select(static update => update.FunctionCallIndex).Should().Equal(0, 1);
    }

    [Theory]
    [InlineData(TerminalOutput.Full)]
    [InlineData(TerminalOutput.Empty)]
    [InlineData(TerminalOutput.Missing)]
    [Trait("Contract", "P44")]
    [Trait("Contract", "P46")]
    public async Task The_chunks_add_up_to_the_answer_exactly_once_whatever_the_terminal_event_repeats(TerminalOutput output)
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.TextAndCalls("Let me look first.", ("P-F", """{"city":"Rome"}""")));
        harness.Emulator.Faults.ReplaceTerminalOutput(1, output);

        await AddsUpAsync(harness);
    }

    [Fact]
    [Trait("Contract", "P46")]
    public async Task The_chunks_add_up_to_the_answer_when_items_are_not_announced_as_done()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.TextAndCalls("Let me look first.", ("P-F", """{"city":"Rome"}""")));
        harness.Emulator.Faults.OmitItemDone(1);

        await AddsUpAsync(harness);
    }

    [Fact]
    [Trait("Contract", "P46")]
    public async Task Text_and_arguments_that_no_delta_brought_are_made_up_for()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.TextAndCalls("Let me look first.", ("P-F", """{"city":"Rome"}""")));
        harness.Emulator.Faults.OnFault = static point =>
            point is { Stage: FaultStage.BeforeEvent } && point.EventType!.EndsWith(".delta", StringComparison.Ordinal) ? FaultAction.Skip : FaultAction.None;

        await AddsUpAsync(harness);
    }

    private static async Task AddsUpAsync(Harness harness)
    {
        var builder = new FunctionCallContentBuilder();
        var text = "";
        foreach (var chunk in await harness.With("P", (string city) => city).StreamAsync(Harness.Said("go"), Harness.Manual))
        {
            text += chunk.Content;
            builder.Append(chunk);
        }

        text.Should().Be("Let me look first.");
        builder.Build().Should().ContainSingle().Which.Arguments!["city"].Should().Be("Rome");
    }
}
