using ResponsesWebSocket.Client.Turns;

namespace ResponsesWebSocket.Client;

/// <summary>
/// A turn that can be steered while it runs: its events, and a way to say something to the model before it has finished. Made by
/// <see cref="ResponsesWebSocketClient.Start(TurnRequest, CancellationToken)"/>. Can be enumerated once; nothing is sent before the first event is asked for.
/// </summary>
/// <remarks>Steering is safe from any thread, also from inside the loop over the events.</remarks>
public sealed class RunningTurn : IAsyncEnumerable<TurnEvent>
{
    private readonly IAsyncEnumerable<TurnEvent> _events;
    private readonly TurnSteering _steering;
    private int _enumerated;

    internal RunningTurn(IAsyncEnumerable<TurnEvent> events, TurnSteering steering)
    {
        _events = events;
        _steering = steering;
    }

    /// <inheritdoc cref="SteerAsync(IReadOnlyList{ConversationItem}, CancellationToken)"/>
    /// <param name="text">What the user says.</param>
    /// <param name="cancellationToken">Leaves the wait.</param>
    public Task<SteerOutcome> SteerAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SteerAsync([ConversationItem.Message("user", text)], cancellationToken);
    }

    /// <summary>
    /// Gives the running response messages of the user. The service finishes the output item it is at, ends the response and goes
    /// on with the messages in the same stream of events. Several steers apply in the order of their calls. Where steering is not
    /// to be had, or comes too late, the messages are handed back for the next turn; no failure of a steer fails the turn.
    /// </summary>
    /// <remarks>
    /// What counts in the end is the turn's result: a message that stands in <see cref="TurnResult.Output"/> is part of the
    /// conversation, any other is not. So a turn that fails or is left takes its applied messages along: they belong into the
    /// history of its next try.
    /// </remarks>
    /// <param name="messages">Messages of the role <c>user</c>, with texts, images and files as the service takes them (documented).</param>
    /// <param name="cancellationToken">
    /// Leaves the wait. A steer that is not yet on the wire is not sent; any other cannot be taken back.
    /// </param>
    /// <returns>Completes when it is clear what became of the messages, which may be as late as the end of the response.</returns>
    /// <exception cref="ArgumentException">There is no message, or one that is not the user's.</exception>
    public Task<SteerOutcome> SteerAsync(IReadOnlyList<ConversationItem> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ConversationItem[] copy = [.. messages];
        return copy.Length > 0 && Array.TrueForAll(copy, static message => message is { Kind: ItemKind.Message, Role: "user" })
            ? _steering.SteerAsync(copy, cancellationToken)
            : throw new ArgumentException("A turn is steered by one or more messages of the role 'user'.", nameof(messages));
    }

    /// <summary>The events of the turn; the last one is a <see cref="ResponseCompletedEvent"/>. Leaving the enumeration abandons the turn.</summary>
    /// <param name="cancellationToken">Leaves the turn.</param>
    /// <exception cref="InvalidOperationException">The turn was enumerated before.</exception>
    public IAsyncEnumerator<TurnEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _enumerated, 1) == 0
            ? _events.GetAsyncEnumerator(cancellationToken)
            : throw new InvalidOperationException("A running turn can be enumerated once. Start another one.");
}
