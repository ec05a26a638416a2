using Connectors.ResponsesWebSocket.Mapping;
using Microsoft.SemanticKernel.Agents;

namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Citations stand beside the text, in both modes, with places in the text as the caller has it.</summary>
public sealed class AnnotationTests
{
    private static ModelAnswer Cited => new(
    [
        ModelOutput.Message.Saying("One. ", "commentary"),
        new ModelOutput.Message([
            ModelPart.Said("Two. "),
            ModelPart.Said(
                "Three.",
                new ModelAnnotation.UrlCitation("https://a.test/page", "A page", 0, 5),
                new ModelAnnotation.FileCitation("file-1", "a.pdf", 3),
                new ModelAnnotation.ContainerFileCitation("cntr_1", "file-2", "b.csv", 1, 2),
                new ModelAnnotation.FilePath("file-3", 4)),
        ]),
    ]);

    private static readonly string[] Expected =
    [
        "urlcitation https://a.test/page 'A page' 10-15",
        "filecitation file-1 'a.pdf' 13-",
        "container_file_citation file-2 'b.csv' 11-12",
        "file_path file-3 '' 14-",
    ];

    [Fact]
    public async Task They_are_items_behind_the_text()
    {
        await using var harness = await Harness.StartAsync(Cited);

        var answer = await harness.AskAsync("go");

        answer.Content.Should().Be("One. Two. Three.");
        answer.Items[0].Should().BeOfType<TextContent>();
        answer.Items.OfType<AnnotationContent>().Select(Row).Should().Equal(Expected);
        answer.Items.OfType<AnnotationContent>().Select(static item => item.Label).Should().Equal("A page", "a.pdf", "b.csv", "file-3");
        answer.Items.OfType<AnnotationContent>().Take(2).Select(static item => item.Kind).Should().Equal(AnnotationKind.UrlCitation, AnnotationKind.FileCitation);
    }

    [Fact]
    public async Task They_stand_between_the_text_and_the_calls()
    {
        await using var harness = await Harness.StartAsync(new ModelAnswer(
        [
            new ModelOutput.Call("P-F", "{}", "c1"),
            ModelOutput.Message.Saying("See.", null, new ModelAnnotation.UrlCitation("https://a.test", "A", 0, 3)),
        ]));

        var answer = await harness.With("P", () => 1).AskAsync("go", Harness.Manual);

        answer.Items.Select(static item => item.GetType()).Should().Equal(typeof(TextContent), typeof(AnnotationContent), typeof(FunctionCallContent));
    }

    [Fact]
    [Trait("Contract", "J1")]
    public async Task They_survive_JSON_and_the_next_turn_does_not_mind_them()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Cited("See.", new ModelAnnotation.UrlCitation("https://a.test", "A", 0, 3)), Answers.Text("ok"));
        var history = Harness.Said("go");
        history.Add(await harness.AskAsync(history));
        history.AddUserMessage("and?");

        var restored = history.Reread();
        await harness.AskAsync(restored);

        restored[1].Items.OfType<AnnotationContent>().Select(Row).Should().Equal("urlcitation https://a.test 'A' 0-3");
        harness.Plans[^1].Kind.Should().Be(Harness.Continued);
    }

    [Theory]
    [InlineData("as it comes")]
    [InlineData("no item done")]
    [InlineData("nothing in the terminal event")]
    [InlineData("no deltas")]
    public async Task In_a_stream_each_is_given_once_behind_its_text_whatever_the_service_leaves_out(string how)
    {
        await using var harness = await Harness.StartAsync(Cited);
        switch (how)
        {
            case "no item done":
                harness.Emulator.Faults.OmitItemDone(1);
                break;
            case "nothing in the terminal event":
                harness.Emulator.Faults.ReplaceTerminalOutput(1, TerminalOutput.Missing);
                break;
            case "no deltas":
                harness.Emulator.Faults.OnFault = static point =>
                    point is { Stage: FaultStage.BeforeEvent } && point.EventType!.EndsWith(".delta", StringComparison.Ordinal) ? FaultAction.Skip : FaultAction.None;
                break;
        }

        var chunks = await harness.StreamAsync(Harness.Said("go"));

        string.Concat(chunks.Select(static chunk => chunk.Content)).Should().Be("One. Two. Three.");
        chunks.SelectMany(static chunk => chunk.Items.OfType<StreamingAnnotationContent>()).Select(Row).Should().Equal(Expected);
        chunks.Where(static chunk => chunk.Items.OfType<StreamingAnnotationContent>().Any()).Should().OnlyContain(static chunk => chunk.Content == null && chunk.ToByteArray().Length == 0);
    }

    [Fact]
    public async Task What_cites_nothing_is_passed_over_and_the_answer_is_not_lost()
    {
        await using var harness = await Harness.StartAsync(new ModelAnswer([new ModelOutput.RawItem("""
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Fine.","annotations":[7,null,{},{"type":"url_citation"},{"url":"https://a.test"},
            {"type":"url_citation","url":" ","title":"A"},{"type":"url_citation","url":"https://b.test","title":7,"start_index":2147483648,"end_index":"x"}]},{"type":"output_text","text":"","annotations":{}}]}
            """)]));

        var answer = await harness.AskAsync("go");

        answer.Content.Should().Be("Fine.");
        answer.Items.OfType<AnnotationContent>().Select(Row).Should().Equal("urlcitation https://b.test '' -");
    }

    [Fact]
    public void A_title_that_is_no_text_is_none()
    {
        var item = ConversationItem.FromJson("""
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Fine.","annotations":[{"type":"url_citation","url":"https://a.test","title":"\ud83d"}]}]}
            """);

        var answer = ResponseMapper.Message(Handmade.Response(item), Harness.Model, retainArgumentTypes: false);

        answer.Items.OfType<AnnotationContent>().Select(Row).Should().Equal("urlcitation https://a.test '' -");
    }

    private static string Row(AnnotationContent item) => $"{item.Kind.Label} {item.ReferenceId} '{item.Title}' {item.StartIndex}-{item.EndIndex}";

    private static string Row(StreamingAnnotationContent item) => $"{item.Kind.Label} {item.ReferenceId} '{item.Title}' {item.StartIndex}-{item.EndIndex}";
}
