using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.Pool;
using ResponsesWebSocket.Client.Sessions;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Tests.Sessions;

/// <summary>What happens one after the other, and the state that it leads to. A question mark is what was refused and changes nothing.</summary>
public sealed class StateTransitionTests
{
    [Theory]
    [InlineData("", "NotSent")]
    [InlineData("steer?", "NotSent")]
    [InlineData("leave", "Ended")]
    [InlineData("leave send?", "Ended")]
    [InlineData("fail", "Ended")]
    [InlineData("fail send?", "Ended")]
    [InlineData("flood", "Ended")]
    [InlineData("send", "Running")]
    [InlineData("send send?", "Running")]
    [InlineData("send steer", "Running")]
    [InlineData("send end", "Ended")]
    [InlineData("send end send?", "Ended")]
    [InlineData("send end steer?", "Ended")]
    [InlineData("send end leave", "Ended")]
    [InlineData("send end fail", "Ended")]
    [InlineData("send fail", "Ended")]
    [InlineData("send steer end", "Settling")]
    [InlineData("send steer end send?", "Settling")]
    [InlineData("send steer end steer?", "Settling")]
    [InlineData("send steer end follow", "Running")]
    [InlineData("send steer end follow steer end", "Settling")]
    [InlineData("send steer end refuse", "Ended")]
    [InlineData("send steer end fail", "Ended")]
    [InlineData("send leave", "Draining")]
    [InlineData("send leave leave", "Draining")]
    [InlineData("send leave send?", "Draining")]
    [InlineData("send leave steer?", "Draining")]
    [InlineData("send leave end", "Ended")]
    [InlineData("send leave fail", "Ended")]
    [InlineData("send flood", "Draining")]
    [InlineData("send flood end", "Ended")]
    [InlineData("send steer end leave", "DrainingSteers")]
    [InlineData("send steer leave end", "DrainingSteers")]
    [InlineData("send steer end leave send?", "DrainingSteers")]
    [InlineData("send steer end leave steer?", "DrainingSteers")]
    [InlineData("send steer end leave leave", "DrainingSteers")]
    [InlineData("send steer end leave follow", "Draining")]
    [InlineData("send steer end leave refuse", "Ended")]
    [InlineData("send steer end leave fail", "Ended")]
    public void A_turn_goes_these_ways_and_no_other(string steps, string state)
    {
        var turn = new Turn(byteBudget: 4096);
        var response = 1;
        foreach (var step in Of(steps))
        {
            var isDone = step.TrimEnd('?') switch
            {
                "send" => turn.TryMarkSent() && Deliver($$$"""{"type":"response.created","response":{"id":"resp_{{{response}}}"}}"""),
                "steer" => turn.TrySteer(new PendingSteer([ConversationItem.Message("user", "and")]))
                    && Deliver($$$"""{"type":"response.steer.accepted","steer":{"id":"steer_{{{response}}}","previous_response_id":"resp_{{{response}}}"}}"""),
                "end" => Deliver($$$"""{"type":"response.completed","response":{"id":"resp_{{{response}}}","status":"completed","output":[]}}"""),
                "follow" => Deliver($$$"""{"type":"response.created","response":{"id":"resp_{{{++response}}}"}}"""),
                "refuse" => Deliver($$$"""{"type":"response.steer.failed","steer":{"id":"steer_{{{response}}}","previous_response_id":"resp_{{{response}}}"},"error":{"code":"no"}}"""),
                "flood" => Deliver($$$"""{"type":"response.output_text.delta","delta":"{{{new string('x', 5000)}}}"}"""),
                "leave" => Do(turn.Abandon),
                "fail" => Do(() => turn.Fail(new ConnectionLostException("Gone."))),
                _ => throw new ArgumentException(step),
            };
            isDone.Should().Be(!step.EndsWith('?'), step);
        }

        turn.State.ToString().Should().Be(state);
        turn.Ended.IsCompleted.Should().Be(state == "Ended");

        bool Deliver(string json) => Do(() => turn.Deliver(EventReader.Read(Encoding.UTF8.GetBytes(json)), json.Length));
    }

    [Theory]
    [InlineData("", "Open")]
    [InlineData("degrade", "Degraded")]
    [InlineData("degrade degrade", "Degraded")]
    [InlineData("break", "Ended")]
    [InlineData("close", "Ended")]
    [InlineData("degrade break", "Ended")]
    [InlineData("degrade close", "Ended")]
    [InlineData("break degrade", "Ended")]
    [InlineData("break close", "Ended")]
    [InlineData("break break?", "Ended")]
    [InlineData("close break?", "Ended")]
    public async Task A_session_goes_these_ways_and_no_other(string steps, string state)
    {
        await using var session = NewSession();
        foreach (var step in Of(steps))
        {
            var cause = new ConnectionLostException(step);
            var isDone = step.TrimEnd('?') switch
            {
                "degrade" => Do(session.Degrade),
                "break" => ReferenceEquals(session.Break(cause), cause),
                "close" => await CloseAsync(cause),
                _ => throw new ArgumentException(step),
            };
            isDone.Should().Be(!step.EndsWith('?'), step);
        }

        session.State.ToString().Should().Be(state);
        session.Broken.IsCompleted.Should().Be(state == "Ended");

        async Task<bool> CloseAsync(ConnectionLostException cause)
        {
            await session.CloseAsync(cause);
            return true;
        }
    }

    [Theory]
    [InlineData("", "Serving")]
    [InlineData("finish?", "Serving")]
    [InlineData("take finish?", "Serving")]
    [InlineData("retire", "Retired")]
    [InlineData("retire retire", "Retired")]
    [InlineData("take retire finish?", "Retired")]
    [InlineData("take stick", "Retired")]
    [InlineData("retire finish", "Done")]
    [InlineData("retire finish finish?", "Done")]
    [InlineData("retire finish retire", "Done")]
    [InlineData("take retire give finish", "Done")]
    [InlineData("take stick finish", "Done")]
    [InlineData("degrade finish", "Done")]
    [InlineData("take degrade finish?", "Retired")]
    public async Task A_pooled_session_goes_these_ways_and_no_other(string steps, string state)
    {
        await using var session = NewSession();
        var pooled = new PooledSession(session, new EndpointCapabilities(EndpointProfile.OpenAI, new ResponsesWebSocketOptions()), TimeSpan.MaxValue);
        foreach (var step in Of(steps))
        {
            var isDone = step.TrimEnd('?') switch
            {
                "take" => Do(() => pooled.Take(session.DefaultLane)),
                "give" => Do(() => pooled.Give(session.DefaultLane)),
                "retire" => Do(pooled.Retire),
                "stick" => Do(() => pooled.MarkStuck(session.DefaultLane)),
                "degrade" => Do(session.Degrade),
                "finish" => pooled.TryFinish(),
                _ => throw new ArgumentException(step),
            };
            isDone.Should().Be(!step.EndsWith('?'), step);
        }

        pooled.State.ToString().Should().Be(state);
        pooled.IsUsable.Should().Be(state == "Serving");
    }

    private static string[] Of(string steps) => steps.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static bool Do(Action step)
    {
        step();
        return true;
    }

    private static Session NewSession() => new(new(1), new IdleTransport(), new LaneCapability(allowed: true), TimeProvider.System, NullLogger.Instance);
}
