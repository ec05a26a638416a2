using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Outputs;

public sealed class ReasoningTests
{
    private const string Summaries = ""","reasoning":{"effort":"low","summary":"auto"}""";

    [Fact]
    [Trait("Rule", "3.5.5")]
    public async Task Without_a_summary_nothing_is_between_added_and_done()
    {
        var events = await OneTurn.OfAsync(ModelAnswer.ReasonedText("Comparing drives.", "C."));

        events.Take(3).Types().Should().Equal("response.output_item.added", "response.output_item.done", "response.output_item.added");
        events.ShouldBeAboutItem(0, "rs");
        events.ShouldBeAboutItem(1, "msg");
        var item = events.FinalItem(0);
        item.At("summary").GetArrayLength().Should().Be(0);
        item.Has("status").Should().BeFalse();
        item.Has("content").Should().BeFalse();
        events.FinalItem(1).Text("content", 0, "text").Should().Be("C.");
    }

    [Fact]
    [Trait("Rule", "3.2.11")]
    public async Task A_summary_that_is_asked_for_comes_part_by_part()
    {
        var events = await OneTurn.OfAsync(new([new ModelOutput.Reasoning(["Comparing drives.", "Done."])]), Summaries);

        events.Types().Should().Equal(
            "response.output_item.added",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.reasoning_summary_part.done",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.reasoning_summary_part.done",
            "response.output_item.done",
            "response.completed");
        events.ShouldBeAboutItem(0, "rs");
        events.Where(static e => e.Has("summary_index")).Select(static e => e.At("summary_index").GetInt32()).Should().Equal(0, 0, 0, 0, 0, 1, 1, 1, 1);
        events[1].At("part").ShouldBeJson("""{"type":"summary_text","text":""}""");
        (events[2].Text("delta") + events[3].Text("delta")).Should().Be("Comparing drives.");
        events[2].Text("delta").Should().HaveLength(16 - events[2].Text("obfuscation")!.Length);
        events[4].Text("text").Should().Be("Comparing drives.");
        events[5].At("part").ShouldBeJson("""{"type":"summary_text","text":"Comparing drives."}""");
        events[5].Has("status").Should().BeFalse();
        events.FinalItem().At("summary").ShouldBeJson(
            """[{"type":"summary_text","text":"Comparing drives."},{"type":"summary_text","text":"Done."}]""");
    }

    [Fact]
    [Trait("Rule", "3.5.6")]
    public async Task Encrypted_content_is_partial_at_first_and_whole_at_the_end()
    {
        var events = await OneTurn.OfAsync(new([new ModelOutput.Reasoning([])]));

        var piece = events[0].Text("item", "encrypted_content")!;
        var whole = events.FinalItem().Text("encrypted_content")!;
        piece.Should().NotBeEmpty();
        whole.Should().StartWith(piece).And.HaveLength(piece.Length * 2);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(""","include":["reasoning.encrypted_content"]""", true)]
    [Trait("Rule", "4.6.3")]
    public async Task Encrypted_content_can_be_made_to_depend_on_the_include(string include, bool expected)
    {
        var events = await OneTurn.OfAsync(new([new ModelOutput.Reasoning([], "given")]), include, encryptsByDefault: false);

        events[0].At("item").Has("encrypted_content").Should().Be(expected);
        events.FinalItem().Has("encrypted_content").Should().Be(expected);
        if (expected)
        {
            events.FinalItem().Text("encrypted_content").Should().Be("given");
        }
    }

    [Fact]
    [Trait("Rule", "3.2.13")]
    public async Task Raw_text_is_a_content_part_of_its_own_type()
    {
        var events = await OneTurn.OfAsync(new([new ModelOutput.Reasoning(["Sum."]) { RawText = ["Hm, ", "yes."] }]), Summaries);

        events.Types().Should().Equal(
            "response.output_item.added",
            "response.content_part.added",
            "response.reasoning_text.delta",
            "response.reasoning_text.delta",
            "response.reasoning_text.done",
            "response.content_part.done",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.reasoning_summary_part.done",
            "response.output_item.done",
            "response.completed");
        events.ShouldBeAboutItem(0, "rs");
        events.Skip(1).Take(5).Should().OnlyContain(static e => e.At("content_index").GetInt32() == 0);
        events[1].At("part").ShouldBeJson("""{"type":"reasoning_text","text":""}""");
        events[2].Text("delta").Should().Be("Hm, ");
        events[4].Text("text").Should().Be("Hm, yes.");
        events.FinalItem().At("content").ShouldBeJson("""[{"type":"reasoning_text","text":"Hm, yes."}]""");
    }

    [Fact]
    [Trait("Rule", "3.3.5")]
    public async Task Usage_counts_reasoning_as_a_share_of_the_output()
    {
        var reasoning = new ModelOutput.Reasoning(["Comparing drives."], string.Empty);
        var events = await OneTurn.OfAsync(new([reasoning, new ModelOutput.Text(["12345678"])]), Summaries);

        var usage = events[^1].At("response", "usage");
        usage.At("output_tokens_details", "reasoning_tokens").GetInt32().Should().Be(5, "17 characters make five tokens");
        usage.At("output_tokens").GetInt32().Should().Be(7);
        events.FinalItem().Has("encrypted_content").Should().BeFalse("an empty content was scripted");
    }

    [Fact]
    public async Task Usage_without_reasoning_counts_none()
    {
        var events = await OneTurn.OfAsync(ModelAnswer.Text("x"));

        events[^1].At("response", "usage", "output_tokens_details", "reasoning_tokens").GetInt32().Should().Be(0);
    }

    [Fact]
    [Trait("Rule", "3.2.12")]
    public async Task A_cut_inside_a_summary_marks_the_part_and_the_item()
    {
        var events = await OneTurn.OfAsync(
            new([new ModelOutput.Reasoning(["Whole.", "Cut of"])], new AnswerEnding.Incomplete("max_output_tokens")), Summaries);

        var parts = events.Where(static e => e.Type() == "response.reasoning_summary_part.done").ToList();
        parts[0].Has("status").Should().BeFalse();
        parts[1].Text("status").Should().Be("incomplete");
        events.FinalItem().Text("status").Should().Be("incomplete");
        events[^1].Text("response", "incomplete_details", "reason").Should().Be("max_output_tokens");
    }

    [Fact]
    [Trait("Rule", "3.5.6")]
    public async Task A_replayed_item_is_accepted_whole_and_refused_as_it_was_when_added()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        await socket.SayAsync("reason about drives\nsay C");
        var events = await socket.ReceiveTurnAsync();
        var added = events.First(static e => e.Type() == "response.output_item.added").At("item");

        var whole = await ReplayAsync(socket, events[^1].At("response", "output", 0));
        var partial = await ReplayAsync(socket, added);

        whole.OutputText().Should().Be("hi");
        partial.ErrorCode().Should().Be("invalid_encrypted_content");
        partial.Text("error", "param").Should().Be("input[0].encrypted_content");
    }

    private static async Task<JsonElement> ReplayAsync(BareSocket socket, JsonElement item)
    {
        await socket.CreateAsync($$"""
            "input":[{{item.GetRawText()}},{"role":"user","content":"say hi"}]
            """);
        return (await socket.ReceiveTurnAsync())[^1];
    }
}
