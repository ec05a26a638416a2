using ResponsesWebSocket.Client.Turns;

namespace ResponsesWebSocket.Client.Tests.Turns;

public sealed class SteeredTurnAccumulatorTests
{
    /// <summary>The service asks for results first, so it should not come to this; if it does, what is sent again has to be accepted.</summary>
    [Fact]
    [Trait("Bug", "13 interruption poisons the conversation")]
    public void A_response_that_goes_on_over_an_unanswered_call_can_still_be_sent_again()
    {
        var call = ConversationItem.FunctionCall("call_1", "look", "{}");
        var parts = new SteeredTurnAccumulator([ConversationItem.Message("user", "look")]);
        parts.End(new("resp_1", TurnStatus.Incomplete, null, null, null, []), [call]);
        parts.GoOn([ConversationItem.Message("user", "never mind")]);

        parts.History.Select(static item => item.Kind).Should().Equal(ItemKind.Message, ItemKind.FunctionCall, ItemKind.FunctionCallOutput, ItemKind.Message);
        parts.Output(last: null, []).Select(static item => item.Kind).Should().Equal([ItemKind.FunctionCall, ItemKind.Message], "the caller is given no output that nobody made");
    }
}
