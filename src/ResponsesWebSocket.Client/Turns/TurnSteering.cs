using ResponsesWebSocket.Client.Context;
using ResponsesWebSocket.Client.Sessions;

namespace ResponsesWebSocket.Client.Turns;

/// <summary>Hands what is to steer a turn to the response that runs at the moment.</summary>
/// <param name="endpoint">Whether it can be steered at all, and what a frame may weigh: a larger one would cost the socket.</param>
internal sealed class TurnSteering(EndpointCapabilities endpoint)
{
    private const int FrameAround = 256;

    private volatile InFlightTurn? _running;
    private volatile TurnTelemetry? _telemetry;

    /// <summary>The turn as it was sent last, and who is told what its steers cost.</summary>
    public void Follow(InFlightTurn sent, TurnTelemetry telemetry) => (_telemetry, _running) = (telemetry, sent);

    public async Task<SteerOutcome> SteerAsync(IReadOnlyList<ConversationItem> messages, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var steer = new PendingSteer(messages) { Sending = bytes => _telemetry?.SteerSent(bytes) };
        if (!endpoint.Profile.Steering)
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
        else if (messages.Sum(static message => message.Utf8Json.Length + 1L) + FrameAround > endpoint.FrameSize.Bytes)
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
