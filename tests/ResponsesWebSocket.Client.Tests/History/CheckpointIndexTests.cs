using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Tests.History;

/// <summary>Two conversations ask the same and are answered by the same text with different images, which messages do not show.</summary>
public sealed class CheckpointIndexTests
{
    private static readonly LaneKey LaneOfA = new(Session: 1, StreamId: null);
    private static readonly LaneKey LaneOfB = new(Session: 2, StreamId: null);
    private static readonly ConversationItem[] Question = [ConversationItem.Message("user", "Draw a cat.")];
    private static readonly ConversationItem[] AnswerToA = Answer("AAAA");
    private static readonly ConversationItem[] AnswerToB = Answer("BBBB");

    private readonly CheckpointIndex _index = new(capacity: 100);

    [Fact]
    public void Answers_that_differ_only_in_an_image_are_not_continued_by_a_history_of_messages()
    {
        Commit(LaneOfA, "resp_a", AnswerToA);
        Commit(LaneOfB, "resp_b", AnswerToB);

        ShouldReplay(Plan(Messages()));
    }

    [Fact]
    public void A_history_that_holds_the_image_continues_the_answer_it_came_with()
    {
        Commit(LaneOfA, "resp_a", AnswerToA);
        Commit(LaneOfB, "resp_b", AnswerToB);

        ShouldContinue(Plan([.. Question, .. AnswerToA]), "resp_a", firstItem: 3);
        ShouldContinue(Plan([.. Question, .. AnswerToB]), "resp_b", firstItem: 3);
    }

    [Fact]
    public void The_same_image_in_both_answers_makes_them_one()
    {
        Commit(LaneOfA, "resp_a", AnswerToA);
        Commit(LaneOfB, "resp_b", Answer("AAAA"));

        ShouldContinue(Plan(Messages()), "resp_b", firstItem: 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_answer_with_an_image_and_one_without_are_not_taken_for_each_other(bool imageFirst)
    {
        ConversationItem[][] answers = [AnswerToA, AnswerToA[1..]];
        Commit(LaneOfA, "resp_a", answers[imageFirst ? 0 : 1]);
        Commit(LaneOfB, "resp_b", answers[imageFirst ? 1 : 0]);

        ShouldReplay(Plan(Messages()));
        ShouldContinue(Plan([.. Question, .. AnswerToA]), imageFirst ? "resp_a" : "resp_b", firstItem: 3);
    }

    [Fact]
    public void What_was_ambiguous_once_stays_so_when_a_third_answer_comes()
    {
        Commit(LaneOfA, "resp_a", AnswerToA);
        Commit(LaneOfB, "resp_b", AnswerToB);
        Commit(new LaneKey(Session: 3, StreamId: null), "resp_c", AnswerToA);

        ShouldReplay(Plan(Messages()));
    }

    [Fact]
    public void Once_they_differ_in_messages_too_each_is_continued_by_its_own()
    {
        Commit(LaneOfA, "resp_a1", AnswerToA);
        Commit(LaneOfB, "resp_b1", AnswerToB);
        var a = Messages().User("I am A.");
        var b = Messages().User("I am B.");
        var fine = ConversationItem.Message("assistant", "Fine.");
        _index.Commit(LaneOfA, "resp_a2", a.Items, [fine], complete: true);
        _index.Commit(LaneOfB, "resp_b2", b.Items, [fine], complete: true);

        ShouldContinue(Plan(a.Assistant("Fine.")), "resp_a2", firstItem: 4);
        ShouldContinue(Plan(b.Assistant("Fine.")), "resp_b2", firstItem: 4);
    }

    private static ConversationItem[] Answer(string image) =>
    [
        ConversationItem.FromJson($$"""{"type":"image_generation_call","id":"ig_1","status":"completed","result":"{{image}}"}"""),
        ConversationItem.FromJson("""{"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"Here it is."}]}"""),
    ];

    private static TestHistory Messages() => new TestHistory(Question).Assistant("Here it is.");

    private static void ShouldReplay(PlannedTurn planned)
    {
        planned.Plan.Kind.Should().Be(PlanKind.Replay);
        planned.Parent.Should().BeNull();
        planned.FirstItem.Should().Be(0);
    }

    private static void ShouldContinue(PlannedTurn planned, string parent, int firstItem)
    {
        planned.Plan.Kind.Should().Be(PlanKind.Continue);
        (planned.Parent!.ResponseId, planned.FirstItem).Should().Be((parent, firstItem));
    }

    private void Commit(LaneKey lane, string responseId, ConversationItem[] answer) => _index.Commit(lane, responseId, Question, answer, complete: true);

    private PlannedTurn Plan(TestHistory history) => Plan(history.Items);

    private PlannedTurn Plan(IEnumerable<ConversationItem> items) => Planner.Plan([.. items, ConversationItem.Message("user", "Larger.")], _index);
}
