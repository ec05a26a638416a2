using System.Text;
using ResponsesWebSocket.Client.Sessions;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Tests.Sessions;

/// <summary>Orders of events that a real service may choose and the emulator does not.</summary>
public sealed class SteerAnswersTests : IDisposable
{
    private readonly CancellationTokenSource _limit = TestTimeout.Start();
    private readonly Turn _turn = new(byteBudget: 4096);

    public SteerAnswersTests()
    {
        _turn.TryMarkSent();
        Created("resp_1");
    }

    public void Dispose() => _limit.Dispose();

    [Theory]
    [InlineData("response_already_completed")]
    [InlineData("response_not_active")]
    [InlineData("response_not_found")]
    [InlineData("a_code_of_next_year")]
    [InlineData(null)]
    public async Task A_refusal_that_comes_behind_the_end_hands_the_message_back_and_ends_the_turn(string? code)
    {
        var steer = Steer("late");
        Completed("resp_1");
        _turn.Ended.IsCompleted.Should().BeFalse("the steer may have been accepted before the end");
        Failed("resp_1", id: null, code);

        var outcome = await steer.Outcome.WaitAsync(_limit.Token);
        (outcome.Status, outcome.Code).Should().Be((SteerStatus.NotDelivered, code));
        _turn.Ended.IsCompleted.Should().BeTrue();
        (await NextAsync()).MayGoOn.Should().BeTrue();
        var end = await NextAsync();
        (end.Kind, end.IsClean, end.Steered!.Count).Should().Be((ServerEventKind.Settled, true, 0));
    }

    [Fact]
    [Trait("Bug", "R2 steers that cross on the wire swap ids")]
    public async Task Later_answers_are_told_apart_by_their_ids_in_whatever_order_they_come()
    {
        var (first, second) = (Steer("a"), Steer("b"));
        Accepted("resp_1", "steer_a");
        Accepted("resp_1", "steer_b");
        Completed("resp_1");
        Pending("resp_1", "steer_b");
        Failed("resp_1", "steer_a", "successor_creation_failed");

        (await first.Outcome.WaitAsync(_limit.Token)).Status.Should().Be(SteerStatus.NotDelivered);
        (await second.Outcome.WaitAsync(_limit.Token)).Status.Should().Be(SteerStatus.WaitsForResults);
        await NextAsync();
        (await NextAsync()).Steered!.Select(static message => message.Text).Should().Equal("b");
    }

    [Fact]
    public async Task A_response_that_follows_takes_what_was_accepted_and_nothing_else()
    {
        var (first, second) = (Steer("a"), Steer("b"));
        Accepted("resp_1", "steer_a");
        Completed("resp_1");
        Created("resp_2");
        var (third, fourth) = (Steer("c"), Steer("d"));
        Accepted("resp_2", "steer_c");
        Failed("resp_1", id: null, "response_already_completed");
        Failed("resp_2", id: null, "too_many_pending_steers");
        Completed("resp_2");
        Created("resp_3");
        Completed("resp_3");

        (await first.Outcome.WaitAsync(_limit.Token)).Status.Should().Be(SteerStatus.Applied);
        (await second.Outcome.WaitAsync(_limit.Token)).Code.Should().Be("response_already_completed");
        (await third.Outcome.WaitAsync(_limit.Token)).Status.Should().Be(SteerStatus.Applied);
        (await fourth.Outcome.WaitAsync(_limit.Token)).Code.Should().Be("too_many_pending_steers");
        _turn.Ended.IsCompleted.Should().BeTrue();
        await NextAsync();
        (await NextAsync()).Steered!.Select(static message => message.Text).Should().Equal("a");
        await NextAsync();
        (await NextAsync()).Steered!.Select(static message => message.Text).Should().Equal("c");
        (await NextAsync()).MayGoOn.Should().BeFalse();
    }

    [Fact]
    public async Task An_error_behind_the_end_is_not_the_failure_of_the_response_that_ended()
    {
        var steer = Steer("a");
        Accepted("resp_1", "steer_a");
        Completed("resp_1");
        Deliver("""{"type":"error","status":500,"error":{"code":"server_error","message":"no"}}""");

        (await steer.Outcome.WaitAsync(_limit.Token)).Status.Should().Be(SteerStatus.NotDelivered);
        (await NextAsync()).Kind.Should().Be(ServerEventKind.Terminal);
        (await NextAsync()).IsClean.Should().BeFalse("nobody knows what the lane holds now");
    }

    [Fact]
    public async Task Silence_behind_the_end_loses_the_steer_and_not_the_answer()
    {
        var steer = Steer("a");
        Accepted("resp_1", "steer_a");
        Completed("resp_1");
        _turn.Fail(new ConnectionLostException("silent"));

        (await steer.Outcome.WaitAsync(_limit.Token)).Status.Should().Be(SteerStatus.NotDelivered);
        (await NextAsync()).Kind.Should().Be(ServerEventKind.Terminal);
        (await NextAsync()).Kind.Should().Be(ServerEventKind.Settled);
    }

    [Fact]
    public void A_turn_that_was_left_ends_with_the_last_of_its_responses_and_takes_no_steer()
    {
        Steer("a");
        Accepted("resp_1", "steer_a");
        _turn.Abandon();
        _turn.TrySteer(new PendingSteer([])).Should().BeFalse();
        Completed("resp_1");
        Created("resp_2");
        _turn.Ended.IsCompleted.Should().BeFalse();
        Completed("resp_2");

        _turn.Ended.IsCompleted.Should().BeTrue();
    }

    [Fact]
    public void A_response_that_has_ended_takes_no_steer()
    {
        Steer("a");
        Completed("resp_1");

        _turn.TrySteer(new PendingSteer([])).Should().BeFalse();
    }

    [Theory]
    [InlineData("""{"type":"response.steer.accepted"}""")]
    [InlineData("""{"type":"response.steer.pending","steer":7,"required_input":null}""")]
    [InlineData("""{"type":"response.steer.failed","steer":{"previous_response_id":5,"id":[]},"error":"x"}""")]
    [InlineData("""{"type":"response.steer.failed","steer":null,"error":{"code":1,"message":{}}}""")]
    [InlineData("""{"type":"response.steer.accepted","steer":{"id":"steer_x","previous_response_id":"resp_other"}}""")]
    public void An_odd_answer_changes_nothing(string answer)
    {
        var steer = Steer("a");
        Deliver(answer);

        steer.Outcome.IsCompleted.Should().BeFalse();
        steer.IsAccepted.Should().BeFalse();
        _turn.Awaits("resp_1").Should().BeTrue();
    }

    private PendingSteer Steer(string text)
    {
        var steer = new PendingSteer([ConversationItem.Message("user", text)]);
        _turn.TrySteer(steer).Should().BeTrue();
        return steer;
    }

    private void Created(string id) => Deliver($$$"""{"type":"response.created","response":{"id":"{{{id}}}"}}""");

    private void Completed(string id) => Deliver($$$"""{"type":"response.completed","response":{"id":"{{{id}}}","status":"completed","output":[]}}""");

    private void Accepted(string target, string id) => Deliver($$$"""{"type":"response.steer.accepted","steer":{"id":"{{{id}}}","previous_response_id":"{{{target}}}"}}""");

    private void Pending(string target, string id) => Deliver($$$"""{"type":"response.steer.pending","steer":{"id":"{{{id}}}","previous_response_id":"{{{target}}}"}}""");

    private void Failed(string target, string? id, string? code) => Deliver(
        $$$"""{"type":"response.steer.failed","error":{"code":{{{Quoted(code)}}},"message":"m"},"steer":{"id":{{{Quoted(id)}}},"previous_response_id":"{{{target}}}","input":"x"}}""");

    private static string Quoted(string? text) => text is null ? "null" : $"\"{text}\"";

    private void Deliver(string json) => _turn.Deliver(EventReader.Read(Encoding.UTF8.GetBytes(json)), 0);

    /// <summary>Passes over the first <c>response.created</c>.</summary>
    private async Task<ServerEvent> NextAsync()
    {
        var frame = await _turn.NextAsync(_limit.Token);
        return frame.ResponseId == "resp_1" && frame.Event is ResponseCreatedEvent ? await _turn.NextAsync(_limit.Token) : frame;
    }
}
