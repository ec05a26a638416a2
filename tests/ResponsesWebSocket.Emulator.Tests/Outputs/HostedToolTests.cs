namespace ResponsesWebSocket.Emulator.Tests.Outputs;

public sealed class HostedToolTests
{
    [Theory]
    [InlineData("", """{"type":"search","query":"moon","queries":["moon"]}""")]
    [InlineData(
        ""","include":["web_search_call.action.sources"]""",
        """{"type":"search","query":"moon","queries":["moon"],"sources":[{"type":"url","url":"https://example.com/m"}]}""")]
    [Trait("Rule", "3.6.1")]
    public async Task A_web_search_goes_through_its_stages_and_shows_sources_on_request(string include, string action)
    {
        var events = await OneTurn.OfAsync(new([new ModelOutput.WebSearchCall("moon") { Sources = ["https://example.com/m"] }]), include);

        events.Types().Should().Equal(
            "response.output_item.added",
            "response.web_search_call.in_progress",
            "response.web_search_call.searching",
            "response.web_search_call.completed",
            "response.output_item.done",
            "response.completed");
        events.ShouldBeAboutItem(0, "ws");
        events[0].At("item").Has("action").Should().BeFalse();
        events[0].Text("item", "status").Should().Be("in_progress");
        events.FinalItem().Text("status").Should().Be("completed");
        events.FinalItem().At("action").ShouldBeJson(action);
    }

    [Theory]
    [InlineData(null, """{"type":"open_page","url":"https://example.com/m"}""")]
    [InlineData("crater", """{"type":"find_in_page","url":"https://example.com/m","pattern":"crater"}""")]
    [Trait("Rule", "3.6.1")]
    public async Task A_page_is_opened_or_looked_through_by_the_same_tool(string? pattern, string action)
    {
        var events = await OneTurn.OfAsync(new([new ModelOutput.WebPageCall("https://example.com/m", pattern)]));

        events.ShouldBeAboutItem(0, "ws");
        events.FinalItem().Text("type").Should().Be("web_search_call");
        events.FinalItem().At("action").ShouldBeJson(action);
    }

    [Theory]
    [InlineData("", "null")]
    [InlineData(
        ""","include":["file_search_call.results"]""",
        """[{"file_id":"file_1","filename":"a.md","score":0.5,"text":"found","attributes":{}}]""")]
    [Trait("Rule", "3.6.2")]
    public async Task A_file_search_shows_results_on_request_only(string include, string results)
    {
        var search = new ModelOutput.FileSearchCall(["one", "two"]) { Results = [new("file_1", "a.md", 0.5, "found")] };

        var events = await OneTurn.OfAsync(new([search]), include);

        events.Types().Should().Equal(
            "response.output_item.added",
            "response.file_search_call.in_progress",
            "response.file_search_call.searching",
            "response.file_search_call.completed",
            "response.output_item.done",
            "response.completed");
        events.ShouldBeAboutItem(0, "fs");
        events[0].At("item", "queries").GetArrayLength().Should().Be(0);
        events.FinalItem().At("queries").ShouldBeJson("""["one","two"]""");
        events.FinalItem().At("results").ShouldBeJson(results);
    }

    [Theory]
    [InlineData("", "null")]
    [InlineData(""","include":["code_interpreter_call.outputs"]""", """[{"type":"logs","logs":"2"}]""")]
    [Trait("Rule", "3.6.3")]
    public async Task The_code_interpreter_streams_its_code_before_it_runs_and_shows_outputs_on_request(string include, string outputs)
    {
        var events = await OneTurn.OfAsync(new([new ModelOutput.CodeInterpreterCall("print(1 + 1)", "cntr_9") { Logs = ["2"] }]), include);

        events.Types().Should().Equal(
            "response.output_item.added",
            "response.code_interpreter_call.in_progress",
            "response.code_interpreter_call_code.delta",
            "response.code_interpreter_call_code.delta",
            "response.code_interpreter_call_code.done",
            "response.code_interpreter_call.interpreting",
            "response.code_interpreter_call.completed",
            "response.output_item.done",
            "response.completed");
        events.ShouldBeAboutItem(0, "ci");
        (events[2].Text("delta") + events[3].Text("delta")).Should().Be("print(1 + 1)");
        events[4].Text("code").Should().Be("print(1 + 1)");
        events[0].Text("item", "code").Should().BeEmpty();
        events.FinalItem().Text("code").Should().Be("print(1 + 1)");
        events.FinalItem().Text("container_id").Should().Be("cntr_9");
        events.FinalItem().At("outputs").ShouldBeJson(outputs);
    }

    [Fact]
    [Trait("Rule", "3.6.4")]
    public async Task An_image_comes_with_its_partial_images_numbered_from_zero()
    {
        var events = await OneTurn.OfAsync(new([new ModelOutput.ImageGenerationCall("V0hPTEU=", "A red cat") { PartialImages = ["QQ==", "Qg=="] }]));

        events.Types().Should().Equal(
            "response.output_item.added",
            "response.image_generation_call.in_progress",
            "response.image_generation_call.generating",
            "response.image_generation_call.partial_image",
            "response.image_generation_call.partial_image",
            "response.image_generation_call.completed",
            "response.output_item.done",
            "response.completed");
        events.ShouldBeAboutItem(0, "ig");
        events[0].At("item", "result").ShouldBeJson("null");
        events.Skip(3).Take(2).Select(static e => (e.At("partial_image_index").GetInt32(), e.Text("partial_image_b64")))
            .Should().Equal((0, "QQ=="), (1, "Qg=="));
        events[3].Text("output_format").Should().Be("png");
        events.FinalItem().Text("result").Should().Be("V0hPTEU=");
        events.FinalItem().Text("revised_prompt").Should().Be("A red cat");
        events.FinalItem().Text("status").Should().Be("completed");
    }

    [Fact]
    [Trait("Rule", "3.6.3")]
    public async Task Code_that_is_cut_off_is_closed_and_not_run()
    {
        var events = await OneTurn.OfAsync(
            new([new ModelOutput.CodeInterpreterCall("print(")], new AnswerEnding.Incomplete("max_output_tokens")));

        events.Types().Should().Equal(
            "response.output_item.added",
            "response.code_interpreter_call.in_progress",
            "response.code_interpreter_call_code.delta",
            "response.code_interpreter_call_code.done",
            "response.output_item.done",
            "response.incomplete");
        events.FinalItem().Text("status").Should().Be("incomplete");
    }

    [Fact]
    public async Task An_item_of_any_type_can_be_sent()
    {
        var events = await OneTurn.OfAsync(new([new ModelOutput.RawItem("""{"type":"dream_call","status":"completed","depth":3}""")]));

        events.Types().Should().Equal("response.output_item.added", "response.output_item.done", "response.completed");
        events.ShouldBeAboutItem(0, "item");
        events[0].Text("item", "status").Should().Be("in_progress");
        events.FinalItem().Text("status").Should().Be("completed");
        events.FinalItem().At("depth").GetInt32().Should().Be(3);
    }

    [Fact]
    public void A_raw_item_without_type_is_refused_at_once()
    {
        var make = static () => new ModelOutput.RawItem("""{"depth":3}""");

        make.Should().Throw<ArgumentException>();
    }
}
