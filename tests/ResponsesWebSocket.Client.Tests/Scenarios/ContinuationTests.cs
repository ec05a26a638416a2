using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class ContinuationTests
{
    private static readonly TurnPlan First = new(PlanKind.Replay, PlanReason.NoCheckpoint);
    private static readonly TurnPlan Continued = new(PlanKind.Continue, PlanReason.LatestOfLane);

    [Fact]
    public async Task A_first_turn_is_sent_whole_and_the_second_sends_only_what_is_new()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = TestHistory.Of("Be brief.", "say one");
        var first = await harness.TurnAsync(history);
        var second = await harness.TurnAsync(history.Mapped(first).User("say two"));

        first.Report.Plan.Should().Be(First);
        second.Report.Plan.Should().Be(Continued);
        (second.Report.InputItems, second.Report.SentItems).Should().Be((4, 1));
        second.Text.Should().Be("two");
        harness.Journal.Connections.Should().ContainSingle();
    }

    [Fact]
    public async Task The_frames_on_the_wire_are_literally_these()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = TestHistory.Of("Be brief.", "say one");
        var first = await harness.TurnAsync(history);
        await harness.TurnAsync(history.Mapped(first).User("say two"));

        ShouldBeJson(harness.Journal.Sent()[0], """
            {"type":"response.create","model":"test-model","store":false,"include":["reasoning.encrypted_content"],"input":[
              {"type":"message","role":"system","content":"Be brief."},
              {"type":"message","role":"user","content":"say one"}]}
            """);
        ShouldBeJson(harness.Journal.Sent()[1], $$"""
            {"type":"response.create","model":"test-model","store":false,"include":["reasoning.encrypted_content"],"previous_response_id":"{{first.Id}}","input":[
              {"type":"message","role":"user","content":"say two"}]}
            """);
    }

    [Fact]
    public async Task Output_items_appended_raw_continue()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = TestHistory.Asking("say one\ncall look {\"at\": \"it\"}");
        var first = await harness.TurnAsync(history);
        history.Raw(first).Output(first.FunctionCalls.Single().CallId!, "seen");
        var second = await harness.TurnAsync(history);

        second.Report.Plan.Should().Be(Continued);
        second.Report.SentItems.Should().Be(1);
        harness.Journal.ShouldNeverHaveMissedAParent();
    }

    [Fact]
    public async Task Output_mapped_to_one_message_and_its_calls_continues()
    {
        await using var harness = await Harness.StartAsync(
            new ModelAnswer([new ModelOutput.Text(["a"]), new ModelOutput.Call("look", "{ \"b\":1, \"a\":2 }", "call_1"), new ModelOutput.Text(["b"])]),
            ModelAnswer.Text("done"));
        var history = TestHistory.Asking("go");
        var first = await harness.TurnAsync(history);
        first.Text.Should().Be("ab");
        var twin = history.Assistant("ab");
        twin.Items.Add(ConversationItem.FunctionCall("call_1", "look", """{"a":2,"b":1}"""));
        var second = await harness.TurnAsync(twin.Output("call_1", "seen"));

        second.Report.Plan.Should().Be(Continued);
        second.Report.SentItems.Should().Be(1);
    }

    [Fact]
    public async Task Twenty_turns_stay_on_one_socket_and_all_but_the_first_continue()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory().System("Be brief.");
        for (var turn = 1; turn <= 20; turn++)
        {
            var result = await harness.SayAsync(history, $"say {turn}");
            result.Text.Should().Be($"{turn}");
            result.Report.Plan.Should().Be(turn == 1 ? First : Continued);
        }

        harness.Journal.Connections.Should().ContainSingle();
        harness.Journal.ShouldNeverHaveMissedAParent();
        harness.Reports.Should().HaveCount(20).And.OnlyContain(static report => report.Session == 1 && report.Sends == 1);
    }

    [Fact]
    public async Task A_history_that_was_stored_as_JSON_and_read_again_continues()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory().System("Be brief.");
        await harness.SayAsync(history, "say one");
        await harness.SayAsync(history, "say two");

        var result = await harness.TurnAsync(history.Reloaded().User("say three"));

        result.Report.Plan.Should().Be(Continued);
    }

    [Fact]
    public async Task A_history_that_ends_with_the_last_answer_is_sent_whole()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Text("one"), ModelAnswer.Text("more"));
        var history = TestHistory.Asking("go");
        var first = await harness.TurnAsync(history);
        var second = await harness.TurnAsync(history.Mapped(first));

        second.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.NothingNew));
        second.Text.Should().Be("more");
    }

    private static void ShouldBeJson(JournalFrame frame, string expected) =>
        JsonNode.DeepEquals(JsonNode.Parse(frame.Text!), JsonNode.Parse(expected)).Should().BeTrue($"{frame.Text} should be {expected}");
}
