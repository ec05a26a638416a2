namespace ResponsesWebSocket.Client.Context;

/// <summary>
/// A state that changes by named transitions only. Whoever changes it says what it was: where it was something else there is a
/// defect, which is told with all three. Its owner's lock guards it.
/// </summary>
internal struct State<TState>(TState initial)
    where TState : struct, Enum
{
    public TState Current { get; private set; } = initial;

    /// <exception cref="InvalidOperationException">It is not in the expected state.</exception>
    public void ChangeState(TState expected, TState next)
    {
        if (!TryChangeState(expected, next))
        {
            throw new InvalidOperationException($"{typeof(TState).Name} was to change from {expected} to {next}, and is {Current}.");
        }
    }

    /// <summary>For transitions that another one may have come before, which is no defect.</summary>
    /// <returns>False when it is in another state, and stays there.</returns>
    public bool TryChangeState(TState expected, TState next)
    {
        var isExpected = EqualityComparer<TState>.Default.Equals(Current, expected);
        Current = isExpected ? next : Current;
        return isExpected;
    }
}
