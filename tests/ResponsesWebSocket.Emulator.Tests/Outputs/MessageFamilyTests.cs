namespace ResponsesWebSocket.Emulator.Tests.Outputs;

public sealed class MessageFamilyTests
{
    [Fact]
    [Trait("Rule", "3.2.7")]
    public async Task Annotations_come_one_by_one_before_the_text_is_done_and_stay_in_part_and_item()
    {
        var page = new ModelAnnotation.UrlCitation("https://example.com/a", "A", 0, 3);
        var file = new ModelAnnotation.FileCitation("file_1", "b.txt", 5);

        var events = await OneTurn.OfAsync(ModelAnswer.Cited("See it.", page, file));

        events.Types().Should().Equal(
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.annotation.added",
            "response.output_text.annotation.added",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed");
        events.ShouldBeAboutItem(0, "msg");
        events[1].At("part", "annotations").GetArrayLength().Should().Be(0);
        events.Skip(3).Take(2).Select(static e => e.At("annotation_index").GetInt32()).Should().Equal(0, 1);
        events.Skip(1).Take(6).Should().OnlyContain(static e => e.At("content_index").GetInt32() == 0);
        const string First = """{"type":"url_citation","url":"https://example.com/a","title":"A","start_index":0,"end_index":3}""";
        const string Second = """{"type":"file_citation","file_id":"file_1","filename":"b.txt","index":5}""";
        events[3].At("annotation").ShouldBeJson(First);
        events[4].At("annotation").ShouldBeJson(Second);
        events[6].At("part", "annotations").ShouldBeJson($"[{First},{Second}]");
        events.FinalItem().At("content", 0, "annotations").ShouldBeJson($"[{First},{Second}]");
    }

    [Fact]
    [Trait("Rule", "3.2.7")]
    public async Task The_other_two_kinds_of_annotations_have_their_own_members()
    {
        var events = await OneTurn.OfAsync(ModelAnswer.Cited(
            "x", new ModelAnnotation.ContainerFileCitation("cntr_1", "cfile_1", "c.csv", 0, 1), new ModelAnnotation.FilePath("file_2", 1)));

        events.FinalItem().At("content", 0, "annotations").ShouldBeJson("""
            [{"type":"container_file_citation","container_id":"cntr_1","file_id":"cfile_1","filename":"c.csv","start_index":0,"end_index":1},
             {"type":"file_path","file_id":"file_2","index":1}]
            """);
    }

    [Fact]
    [Trait("Rule", "3.5.2")]
    public async Task Messages_of_both_phases_follow_each_other_in_one_response()
    {
        var events = await OneTurn.OfAsync(ModelAnswer.Phases("Looking.", "Found."));

        string[] message =
        [
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
        ];
        events.Types().Should().Equal([.. message, .. message, "response.completed"]);
        events.ShouldBeAboutItem(0, "msg");
        events.ShouldBeAboutItem(1, "msg");
        events[0].Text("item", "phase").Should().Be("commentary");
        events.FinalItem(0).Text("phase").Should().Be("commentary");
        events.FinalItem(0).Text("content", 0, "text").Should().Be("Looking.");
        events.FinalItem(1).Text("phase").Should().Be("final_answer");
        events.FinalItem(1).Text("content", 0, "text").Should().Be("Found.");
    }

    [Fact]
    [Trait("Rule", "3.5.2")]
    public async Task A_message_without_phase_has_no_such_member()
    {
        var events = await OneTurn.OfAsync(ModelAnswer.Text("x"));

        events.FinalItem().Has("phase").Should().BeFalse();
    }

    [Fact]
    [Trait("Rule", "3.2.5")]
    [Trait("Rule", "3.4.3")]
    public async Task Parts_of_one_message_are_numbered_and_a_refusal_can_follow_a_text()
    {
        var message = new ModelOutput.Message([ModelPart.Said("Part one."), ModelPart.Refused("Not that.")]);

        var events = await OneTurn.OfAsync(new([message]));

        events.Types().Should().Equal(
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.content_part.added",
            "response.refusal.delta",
            "response.refusal.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed");
        events.Where(static e => e.Has("content_index")).Select(static e => e.At("content_index").GetInt32()).Should().Equal(0, 0, 0, 0, 1, 1, 1, 1);
        events.ShouldBeAboutItem(0, "msg");
        events[5].At("part").ShouldBeJson("""{"type":"refusal","refusal":""}""");
        events[6].Has("obfuscation").Should().BeFalse();
        events[7].Text("refusal").Should().Be("Not that.");
        events.FinalItem().At("content", 1).ShouldBeJson("""{"type":"refusal","refusal":"Not that."}""");
        events[^1].Text("response", "status").Should().Be("completed", "a refusal is an answer");
    }

    [Fact]
    [Trait("Rule", "3.2.6")]
    public async Task Log_probabilities_come_per_delta_and_whole_with_bytes_when_included()
    {
        var events = await OneTurn.OfAsync(
            ModelAnswer.Deltas("Ü", "ber"), ""","include":["message.output_text.logprobs"],"top_logprobs":2""");

        const string First = """{"token":"Ü","logprob":-0.25,"top_logprobs":[{"token":"Ü","logprob":-0.25},{"token":"Ü~1","logprob":-1.25}]}""";
        const string Second = """{"token":"ber","logprob":-0.25,"top_logprobs":[{"token":"ber","logprob":-0.25},{"token":"ber~1","logprob":-1.25}]}""";
        events[2].At("logprobs").ShouldBeJson($"[{First}]");
        events[3].At("logprobs").ShouldBeJson($"[{Second}]");
        events[4].At("logprobs").ShouldBeJson($"[{First},{Second}]");
        events[1].At("part", "logprobs").GetArrayLength().Should().Be(0);
        var whole = events.FinalItem().At("content", 0, "logprobs");
        whole.GetArrayLength().Should().Be(2);
        whole.At(0, "bytes").ShouldBeJson("[195,156]");
        whole.At(0, "top_logprobs", 1, "token").GetString().Should().Be("Ü~1");
    }

    [Fact]
    [Trait("Rule", "3.2.6")]
    public async Task Without_the_include_log_probabilities_stay_empty()
    {
        var events = await OneTurn.OfAsync(ModelAnswer.Text("x"), ""","top_logprobs":2""");

        events[2].At("logprobs").GetArrayLength().Should().Be(0);
        events.FinalItem().At("content", 0, "logprobs").GetArrayLength().Should().Be(0);
    }
}
