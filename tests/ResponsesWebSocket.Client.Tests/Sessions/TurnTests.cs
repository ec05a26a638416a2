using System.Text;
using ResponsesWebSocket.Client.Sessions;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Tests.Sessions;

public sealed class TurnTests
{
    private const string Delta = """{"type":"response.output_text.delta","delta":"x"}""";
    private const string Completed = """{"type":"response.completed","response":{"id":"resp_1","status":"completed","output":[]}}""";

    [Fact]
    public async Task What_an_abandoned_turn_had_not_read_is_not_kept()
    {
        using var limit = TestTimeout.Start();
        var turn = Sent();
        Deliver(turn, Delta);
        Deliver(turn, Delta);
        turn.Abandon();

        await ShouldHoldNothingAsync(turn, limit.Token);
    }

    [Fact]
    public async Task What_comes_for_an_abandoned_turn_is_not_kept()
    {
        using var limit = TestTimeout.Start();
        var turn = Sent();
        turn.Abandon();
        Deliver(turn, Delta);
        turn.Ended.IsCompleted.Should().BeFalse("the lane is free only when the service has finished");

        await ShouldHoldNothingAsync(turn, limit.Token);
    }

    [Fact]
    public void An_abandoned_turn_that_was_never_sent_has_ended_and_cannot_be_sent()
    {
        var turn = new Turn(byteBudget: 1024);
        turn.Abandon();

        turn.Ended.IsCompleted.Should().BeTrue();
        turn.TryMarkSent().Should().BeFalse();
    }

    private static Turn Sent()
    {
        var turn = new Turn(byteBudget: 1024);
        turn.TryMarkSent().Should().BeTrue();
        return turn;
    }

    private static void Deliver(Turn turn, string json) => turn.Deliver(EventReader.Read(Encoding.UTF8.GetBytes(json)), json.Length);

    /// <summary>The end of a turn can be read only when nothing is in front of it, and it is not kept either.</summary>
    private static async Task ShouldHoldNothingAsync(Turn turn, CancellationToken limit)
    {
        Deliver(turn, Completed);
        turn.Ended.IsCompleted.Should().BeTrue();
        var next = async () => await turn.NextAsync(limit);

        await next.Should().ThrowAsync<InvalidOperationException>();
    }
}
