using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Outputs;

public sealed class TextTurnTests
{
    [Fact]
    [Trait("Rule", "3.1.1")]
    [Trait("Rule", "3.1.5")]
    [Trait("Rule", "3.4.1")]
    [Trait("Rule", "3.4.3")]
    [Trait("Rule", "M1")]
    public async Task A_text_answer_sends_every_event_in_order_numbered_from_zero()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(ModelAnswer.Deltas("Rea", "dy."));
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("Ready?");
        var events = await socket.ReceiveTurnAsync();

        events.Types().Should().Equal(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed");
        events.Select(static e => e.At("sequence_number").GetInt32()).Should().Equal(Enumerable.Range(0, 10));
        events.Should().OnlyContain(static e => !e.Has("stream_id"), "the default lane has no name");
    }

    [Fact]
    [Trait("Rule", "3.1.8")]
    public async Task Ids_agree_between_the_events_and_have_the_observed_form()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(ModelAnswer.Deltas("Rea", "dy."));
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("Ready?");
        var events = await socket.ReceiveTurnAsync();

        var responseId = events[0].ResponseId();
        responseId.Should().MatchRegex("^resp_[0-9a-f]{50}$");
        events.Where(static e => e.Has("response")).Should().OnlyContain(e => e.ResponseId() == responseId);
        var itemId = events[2].Text("item", "id");
        itemId.Should().MatchRegex("^msg_[0-9a-f]{50}$");
        itemId![4..20].Should().Be(responseId[5..21], "a response and its items share their first 16 digits");
        events.Where(static e => e.Has("item_id")).Should().HaveCount(5).And.OnlyContain(e => e.Text("item_id") == itemId);
        events[8].Text("item", "id").Should().Be(itemId);
        events[9].Text("response", "output", 0, "id").Should().Be(itemId);
    }

    [Fact]
    [Trait("Rule", "3.2.4")]
    [Trait("Rule", "3.2.5")]
    [Trait("Rule", "3.5.1")]
    public async Task Text_arrives_as_deltas_and_whole_in_the_done_events_and_the_terminal_response()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(ModelAnswer.Deltas("Rea", "dy."));
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("Ready?");
        var events = await socket.ReceiveTurnAsync();

        events[2].At("item", "content").GetArrayLength().Should().Be(0);
        events[2].Text("item", "status").Should().Be("in_progress");
        events[4].Text("delta").Should().Be("Rea");
        events[5].Text("delta").Should().Be("dy.");
        events[6].Text("text").Should().Be("Ready.");
        events[7].Text("part", "text").Should().Be("Ready.");
        events[8].Text("item", "status").Should().Be("completed");
        events[8].Text("item", "content", 0, "text").Should().Be("Ready.");
        events[9].OutputText().Should().Be("Ready.");
    }

    [Fact]
    [Trait("Rule", "3.2.1")]
    [Trait("Rule", "3.2.15")]
    [Trait("Rule", "3.3.2")]
    public async Task The_response_is_empty_at_first_and_echoes_the_request()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(ModelAnswer.Text("ok"));
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("x", more: ""","temperature":0.5,"metadata":{"k":"v"}""");
        var events = await socket.ReceiveTurnAsync();

        events[0].Text("response", "status").Should().Be("in_progress");
        events[0].At("response", "output").GetArrayLength().Should().Be(0);
        events[0].At("response", "usage").ValueKind.Should().Be(JsonValueKind.Null);
        var end = events[^1].At("response");
        end.Text("status").Should().Be("completed");
        end.At("store").GetBoolean().Should().BeFalse();
        end.At("temperature").GetDouble().Should().Be(0.5);
        end.Text("metadata", "k").Should().Be("v");
        end.Text("model").Should().Be("gpt-6-astra");
        end.At("completed_at").ValueKind.Should().Be(JsonValueKind.Number);
    }

    [Fact]
    [Trait("Rule", "3.1.6")]
    [Trait("Rule", "3.1.7")]
    public async Task Deltas_are_padded_to_one_length_unless_the_request_says_no()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(ModelAnswer.Deltas("abc"), ModelAnswer.Deltas("abc"));
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("x");
        var padded = (await socket.ReceiveTurnAsync()).Single(static e => e.Type() == "response.output_text.delta");
        await socket.SayAsync("x", more: ""","stream_options":{"include_obfuscation":false}""");
        var bare = (await socket.ReceiveTurnAsync()).Single(static e => e.Type() == "response.output_text.delta");

        padded.Text("obfuscation")!.Length.Should().Be(13);
        bare.Has("obfuscation").Should().BeFalse();
    }

    [Fact]
    [Trait("Rule", "3.2.8")]
    [Trait("Rule", "3.5.7")]
    public async Task A_refusal_has_its_own_events_and_completes()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(ModelAnswer.Refusal("No."));
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("x");
        var events = await socket.ReceiveTurnAsync();

        events.Types().Should().ContainInOrder("response.content_part.added", "response.refusal.delta", "response.refusal.done", "response.completed");
        events[^1].Text("response", "output", 0, "content", 0, "refusal").Should().Be("No.");
    }

    [Fact]
    [Trait("Rule", "3.2.16")]
    [Trait("Rule", "4.3.6")]
    public async Task An_incomplete_answer_marks_its_item_and_can_be_continued()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(ModelAnswer.Incomplete("Half", "max_output_tokens"), ModelAnswer.Text("rest"));
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var cut = await socket.AskAsync("x");
        var next = await socket.AskAsync("go on", cut.ResponseId());

        cut.Type().Should().Be("response.incomplete");
        cut.Text("response", "incomplete_details", "reason").Should().Be("max_output_tokens");
        cut.Text("response", "output", 0, "status").Should().Be("incomplete");
        next.OutputText().Should().Be("rest");
    }

    [Fact]
    [Trait("Rule", "3.2.17")]
    [Trait("Rule", "4.3.6")]
    public async Task A_failed_answer_ends_with_its_error_and_is_no_parent()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(ModelAnswer.Failed("server_error", "broken"));
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var failed = await socket.AskAsync("x");
        var next = await socket.AskAsync("again", failed.ResponseId());

        failed.Type().Should().Be("response.failed");
        failed.Text("response", "error", "code").Should().Be("server_error");
        next.ErrorCode().Should().Be("previous_response_not_found");
    }

    [Fact]
    public async Task Pieces_never_split_a_surrogate_pair()
    {
        using var limit = TestTimeout.Start();
        var text = string.Concat(Enumerable.Repeat("a😀", 20));
        await using var emulator = await StartAsync(ModelAnswer.Text(text));
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("x");
        var events = await socket.ReceiveTurnAsync();

        var deltas = events.Where(static e => e.Type() == "response.output_text.delta").Select(static e => e.Text("delta")!).ToList();
        deltas.Should().HaveCountGreaterThan(3).And.NotContain(static delta => delta.Contains('\uFFFD'));
        string.Concat(deltas).Should().Be(text);
    }

    private static Task<ResponsesEmulator> StartAsync(params ModelAnswer[] answers) =>
        ResponsesEmulator.StartAsync(new() { Model = answers.Aggregate(new ScriptedModel(), static (model, answer) => model.Then(answer)) });
}
