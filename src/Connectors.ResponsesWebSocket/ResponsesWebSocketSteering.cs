using Connectors.ResponsesWebSocket.FunctionCalling;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket;

/// <summary>
/// Says something to the model while a call runs: the response at hand takes it up where the service can do that, else the next
/// round of function calls does.
/// </summary>
/// <remarks>
/// Put one into <see cref="ResponsesWebSocketPromptExecutionSettings.Steering"/>, start the call, and steer from anywhere, also from
/// inside a function or the loop over the chunks. Whether a running response takes messages depends on model and endpoint, and never
/// over HTTP; between two rounds it always works. A call without functions that nobody steers in time hands the message back.
/// </remarks>
public sealed class ResponsesWebSocketSteering
{
    private readonly Lock _gate = new();
    private readonly List<SteeringMessage> _open = [];
    private RunningTurn? _turn;
    private bool _isRunning;

    /// <inheritdoc cref="SteerAsync(ChatMessageContent, CancellationToken)"/>
    /// <param name="text">What the user says.</param>
    /// <param name="cancellationToken">Leaves the wait.</param>
    public Task<SteeringOutcome> SteerAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SteerAsync(new ChatMessageContent(AuthorRole.User, text), cancellationToken);
    }

    /// <summary>Gives the running call a message of the user. Several apply in the order of their calls.</summary>
    /// <param name="message">The message; its role is <see cref="AuthorRole.User"/>.</param>
    /// <param name="cancellationToken">Leaves the wait. What was said cannot be taken back.</param>
    /// <returns>Completes when it is clear what became of it, which may be as late as the end of the call.</returns>
    /// <exception cref="ArgumentException">The message is not the user's, or holds what the service does not take.</exception>
    public Task<SteeringOutcome> SteerAsync(ChatMessageContent message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Role != AuthorRole.User)
        {
            throw new ArgumentException($"A call is steered by messages of the user, not of the role '{message.Role.Label}'.", nameof(message));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var steer = new SteeringMessage(message);
        lock (_gate)
        {
            if (!_isRunning)
            {
                return Task.FromResult(SteeringOutcome.NotDelivered);
            }

            _open.Add(steer);
            steer.SendTo(_turn);
        }

        return steer.Outcome.WaitAsync(cancellationToken);
    }

    /// <exception cref="InvalidOperationException">Another call runs with it.</exception>
    internal void Begin()
    {
        lock (_gate)
        {
            if (_isRunning)
            {
                throw new InvalidOperationException("The settings' Steering belongs to a call that still runs. Give each call settings with a Steering of its own.");
            }

            _isRunning = true;
        }
    }

    /// <summary>What no response took goes into the history, to be sent with the next request.</summary>
    internal void MoveTo(ChatHistory history)
    {
        lock (_gate)
        {
            foreach (var steer in _open)
            {
                steer.PutInto(history);
            }

            _open.Clear();
        }
    }

    /// <summary>A response of the turn exists and can be steered; what waited for it goes out.</summary>
    internal void Follow(RunningTurn turn)
    {
        lock (_gate)
        {
            _turn = turn;
            foreach (var steer in _open)
            {
                steer.SendTo(turn);
            }
        }
    }

    /// <summary>No response runs any more.</summary>
    internal void Unfollow()
    {
        lock (_gate)
        {
            _turn = null;
        }
    }

    /// <summary>Puts the message that a response took up into the history, where the response did.</summary>
    internal void MoveTo(ChatHistory history, ConversationItem item)
    {
        lock (_gate)
        {
            if (_open.Find(steer => ReferenceEquals(steer.Item, item)) is { } steer)
            {
                _open.Remove(steer);
                steer.PutInto(history);
            }
        }
    }

    internal void End()
    {
        lock (_gate)
        {
            _isRunning = false;
            _turn = null;
            foreach (var steer in _open)
            {
                steer.HandBack();
            }

            _open.Clear();
        }
    }
}
