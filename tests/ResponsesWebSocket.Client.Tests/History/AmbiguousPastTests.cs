using ResponsesWebSocket.Client.History;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Tests.History;

/// <summary>An answer that no lane holds any more can still be in a history, and must not be taken for a later one with another image.</summary>
public sealed class AmbiguousPastTests
{
    private static readonly LaneKey LaneOfA = new(Session: 1, StreamId: null);
    private static readonly LaneKey LaneOfB = new(Session: 2, StreamId: null);
    private static readonly ConversationItem Question = ConversationItem.Message("user", "Draw a cat.");
    private static readonly ConversationItem Words = ConversationItem.Message("assistant", "Here it is.");
    private static readonly ConversationItem More = ConversationItem.Message("user", "Larger.");

    private readonly CheckpointIndex _index = new(capacity: 100);

    [Fact]
    public void A_conversation_whose_socket_was_lost_does_not_continue_another_ones_answer()
    {
        Commit(LaneOfA, "resp_a", "AAAA");
        _index.Release(LaneOfA, CheckpointState.Lost);
        Commit(LaneOfB, "resp_b", "BBBB");

        ShouldReplay(Question, Words, More);
    }

    [Fact]
    [Trait("Bug", "03 wrong branch continued")]
    public void A_conversation_whose_lane_changed_hands_does_not_continue_the_new_owners_answer()
    {
        Commit(LaneOfA, "resp_a", "AAAA");
        Commit(LaneOfA, "resp_b", "BBBB");

        ShouldReplay(Question, Words, More);
    }

    [Fact]
    public void A_conversation_that_went_on_and_lost_its_socket_does_not_fall_back_to_another_ones_answer()
    {
        var later = ConversationItem.Message("assistant", "Larger now.");
        Commit(LaneOfA, "resp_a1", "AAAA");
        _index.Commit(LaneOfA, "resp_a2", [Question, Words, More], [later], complete: true);
        Commit(LaneOfB, "resp_b", "BBBB");
        _index.Release(LaneOfA, CheckpointState.Lost);

        ShouldReplay(Question, Words, More, later, More);
    }

    private void Commit(LaneKey lane, string responseId, string image) => _index.Commit(
        lane,
        responseId,
        [Question],
        [ConversationItem.FromJson($$"""{"type":"image_generation_call","id":"ig_1","result":"{{image}}"}"""), Words],
        complete: true);

    private void ShouldReplay(params ConversationItem[] history)
    {
        var planned = Planner.Plan(history, _index);

        (planned.Plan.Kind, planned.Parent?.ResponseId).Should().Be((PlanKind.Replay, null));
    }
}
