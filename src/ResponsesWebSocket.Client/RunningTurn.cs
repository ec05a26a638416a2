using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.Sessions;
using ResponsesWebSocket.Client.Turns;

namespace ResponsesWebSocket.Client;

/// <summary>
/// A turn that can be steered while it runs: its events, and a way to say something to the model before it has finished. Made by
/// <see cref="ResponsesWebSocketClient.Start(TurnRequest, CancellationToken)"/>. Can be enumerated once; nothing is sent before the first event is asked for.
/// </summary>
/// <remarks>Steering is safe from any thread, also from inside the loop over the events.</remarks>
public sealed class RunningTurn : IAsyncEnumerable<TurnEvent>
{
    private const int FrameAround = 256;

    private readonly IAsyncEnumerable<TurnEvent> _events;
    private readonly EndpointCapabilities _endpoint;
    private volatile InFlightTurn? _running;
    private volatile TurnTelemetry? _telemetry;
    private int _enumerated;

    /// <param name="run">Makes the events of this turn; nothing happens before they are enumerated.</param>
    /// <param name="endpoint">Whether it can be steered at all, and what a frame may weigh: a larger one would cost the socket.</param>
    internal RunningTurn(Func<RunningTurn, IAsyncEnumerable<TurnEvent>> run, EndpointCapabilities endpoint) => (_endpoint, _events) = (endpoint, run(this));

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
            ? SendAsync(copy, cancellationToken)
            : throw new ArgumentException("A turn is steered by one or more messages of the role 'user'.", nameof(messages));
    }

    /// <summary>The events of the turn; the last one is a <see cref="ResponseCompletedEvent"/>. Leaving the enumeration abandons the turn.</summary>
    /// <param name="cancellationToken">Leaves the turn.</param>
    /// <exception cref="InvalidOperationException">The turn was enumerated before.</exception>
    public IAsyncEnumerator<TurnEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _enumerated, 1) == 0
            ? _events.GetAsyncEnumerator(cancellationToken)
            : throw new InvalidOperationException("A running turn can be enumerated once. Start another one.");

    /// <summary>The turn as it was sent last, and who is told what its steers cost.</summary>
    internal void Follow(InFlightTurn sent, TurnTelemetry telemetry) => (_telemetry, _running) = (telemetry, sent);

    /// <summary>Hands what is to steer the turn to the response that runs at the moment.</summary>
    private async Task<SteerOutcome> SendAsync(ConversationItem[] messages, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var steer = new PendingSteer(messages) { Sending = bytes => _telemetry?.SteerSent(bytes) };
        if (!_endpoint.Profile.Steering)
        {
            steer.HandBack("The endpoint has no steering, by its profile.");
        }
        else if (_running is not { } running)
        {
            steer.HandBack("The turn has not begun.");
        }
        else if (running.Lane.Key.IsHttp)
        {
            steer.HandBack("The turn goes over HTTP, which has no steering.");
        }
        else if (messages.Sum(static message => message.Utf8Json.Length + 1L) + FrameAround > _endpoint.FrameSize.Bytes)
        {
            steer.HandBack("The messages are larger than a frame may be.");
        }
        else
        {
            await running.Lane.Session.SteerAsync(running.Turn, steer, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return await steer.Outcome.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
