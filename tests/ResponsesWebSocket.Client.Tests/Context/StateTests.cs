using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.Resilience;

namespace ResponsesWebSocket.Client.Tests.Context;

public sealed class StateTests
{
    [Fact]
    public void A_transition_from_another_state_is_told_with_all_three()
    {
        var state = new State<CircuitState>(CircuitState.Closed);
        state.ChangeState(CircuitState.Closed, CircuitState.Open);
        state.Current.Should().Be(CircuitState.Open);

        var wrong = () => state.ChangeState(CircuitState.Closed, CircuitState.Probing);

        wrong.Should().Throw<InvalidOperationException>().WithMessage("CircuitState was to change from Closed to Probing, and is Open.");
        state.Current.Should().Be(CircuitState.Open);
    }
}
