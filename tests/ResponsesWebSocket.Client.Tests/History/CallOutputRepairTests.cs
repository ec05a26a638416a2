using ResponsesWebSocket.Client.History;

namespace ResponsesWebSocket.Client.Tests.History;

/// <summary>Histories in short: <c>c1</c> is a call, <c>o1</c> its output, <c>x1</c> the output made up for it; anything else is a message.</summary>
public sealed class CallOutputRepairTests
{
    [Theory]
    [InlineData("u c1 v", "u c1 x1 v")]
    [InlineData("u c1", "u c1 x1")]
    [InlineData("u c1 c2 v", "u c1 c2 x1 x2 v")]
    [InlineData("u c1 c2 o2 v", "u c1 c2 o2 x1 v")]
    [InlineData("u c1 c2 o1 v", "u c1 c2 o1 x2 v")]
    [InlineData("u c1 v c2 w", "u c1 x1 v c2 x2 w")]
    [InlineData("u c1 r c2 o2 v", "u c1 x1 r c2 o2 v")]
    [Trait("Bug", "13 interruption poisons the conversation")]
    public void An_unanswered_call_gets_one_output_before_the_next_item_that_is_no_call(string history, string closed) => ShouldClose(history, closed);

    [Theory]
    [InlineData("u o1 v", "u v")]
    [InlineData("o1", "")]
    [InlineData("u c1 o2 o1 v", "u c1 o1 v")]
    [InlineData("o1 o2 u c3 o3", "u c3 o3")]
    public void An_output_without_a_call_is_dropped(string history, string closed) => ShouldClose(history, closed);

    [Theory]
    [InlineData("u c1 o1 o1 v", "u c1 o1 v")]
    [InlineData("u c1 o1 v o1 w", "u c1 o1 v w")]
    public void A_second_output_is_dropped(string history, string closed) => ShouldClose(history, closed);

    [Theory]
    [InlineData("u c1 v c1 o1", "u c1 x1 v c1 o1")]
    [InlineData("u c1 o1 v c1 w", "u c1 o1 v c1 x1 w")]
    [InlineData("u c1 o1 v c1 o1 w c1 z", "u c1 o1 v c1 o1 w c1 x1 z")]
    [InlineData("u c1 c1 o1 v", "u c1 c1 o1 x1 v")]
    [InlineData("u c1 v c1 c1 o1 o1 w", "u c1 x1 v c1 c1 o1 o1 w")]
    [InlineData("u c1 c1 o1 o1 o1 v", "u c1 c1 o1 o1 v")]
    public void Where_responses_count_their_calls_anew_each_call_needs_an_output_of_its_own(string history, string closed) => ShouldClose(history, closed);

    [Theory]
    [InlineData("u o1 c1 v", "u c1 x1 v")]
    [InlineData("o1 u c1 o1", "u c1 o1")]
    public void An_output_in_front_of_its_call_is_none(string history, string closed) => ShouldClose(history, closed);

    [Theory]
    [InlineData("")]
    [InlineData("u v w")]
    [InlineData("u c1 o1 v")]
    [InlineData("u c1 c2 o2 o1 v")]
    [InlineData("u c1 v o1 w")]
    [InlineData("u c1 c1 o1 o1 v")]
    [InlineData("u c1 c2 c1 o1 o2 o1 v")]
    [InlineData("u c1 o1 v c1 o1")]
    public void With_nothing_missing_the_list_is_the_same(string history)
    {
        var items = Items(history);

        CallOutputRepair.Close(items).Should().BeSameAs(items);
    }

    [Theory]
    [InlineData("u c1 v")]
    [InlineData("u o1 v c1 c2 o2 o2")]
    public void What_was_closed_stays_as_it_is(string history)
    {
        var closed = CallOutputRepair.Close(Items(history));

        CallOutputRepair.Close(closed).Should().BeSameAs(closed);
    }

    [Fact]
    public void The_callers_list_stays_as_it_is()
    {
        var items = Items("u o1 c2 v");
        CallOutputRepair.Close(items);

        Short(items).Should().Be("u o1 c2 v");
    }

    [Fact]
    public void The_output_that_is_made_up_claims_neither_success_nor_failure() =>
        CallOutputRepair.Close(Items("c1"))[1].ToString().Should().Contain("interrupted").And.Contain("may or may not");

    [Fact]
    public void A_call_without_an_id_is_left_to_the_service() =>
        CallOutputRepair.Close([ConversationItem.FromJson("""{"type":"function_call","name":"f","arguments":"{}"}""")]).Should().ContainSingle();

    private static void ShouldClose(string history, string closed) => Short(CallOutputRepair.Close(Items(history))).Should().Be(closed);

    private static List<ConversationItem> Items(string history) => [.. history.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Item)];

    private static ConversationItem Item(string word) => word[0] switch
    {
        'c' => ConversationItem.FunctionCall(word[1..], "look", "{}"),
        'o' => ConversationItem.FunctionCallOutput(word[1..], "seen"),
        'r' => ConversationItem.FromJson("""{"type":"reasoning","id":"rs_1","summary":[]}"""),
        _ => ConversationItem.Message("user", word),
    };

    private static string Short(IEnumerable<ConversationItem> items) => string.Join(' ', items.Select(static item => item.Kind switch
    {
        ItemKind.FunctionCall => "c" + item.CallId,
        ItemKind.FunctionCallOutput => (item.ToString().Contains("seen") ? "o" : "x") + item.CallId,
        ItemKind.Reasoning => "r",
        _ => item.Text,
    }));
}
