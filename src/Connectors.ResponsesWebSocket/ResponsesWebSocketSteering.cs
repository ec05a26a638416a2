using Connectors.ResponsesWebSocket.Mapping;
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
    private readonly List<OpenMessage> _open = [];
    private RunningTurn? _turn;
    private int _response;
    private bool _isRunning;
    private bool _isSending;

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
        var steer = new OpenMessage(message);
        lock (_gate)
        {
            if (!_isRunning)
            {
                return Task.FromResult(SteeringOutcome.NotDelivered);
            }

            _open.Add(steer);
        }

        Send();
        return steer.Outcome.Task.WaitAsync(cancellationToken);
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
    internal void MoveTo(ChatHistory history) => Move(history, static _ => true);

    /// <summary>Puts the message that a response took up into the history, where the response did.</summary>
    internal void MoveTo(ChatHistory history, ConversationItem item) => Move(history, steer => ReferenceEquals(steer.Item, item));

    /// <summary>A response of the turn exists and can be steered; what waited for it goes out.</summary>
    internal void Follow(RunningTurn turn)
    {
        lock (_gate)
        {
            (_turn, _response) = (turn, _response + 1);
        }

        Send();
    }

    /// <summary>No response runs any more.</summary>
    internal void Unfollow()
    {
        lock (_gate)
        {
            _turn = null;
        }
    }

    internal void End()
    {
        lock (_gate)
        {
            (_isRunning, _turn) = (false, null);
            _open.ForEach(static steer => steer.Outcome.TrySetResult(SteeringOutcome.NotDelivered));
            _open.Clear();
        }
    }

    /// <summary>
    /// The history is the application's and may wait for whoever steers, so it is added to outside the lock. A message stays open until
    /// the history has it: where that throws, the call ends and the message is handed back.
    /// </summary>
    private void Move(ChatHistory history, Predicate<OpenMessage> wanted)
    {
        List<OpenMessage> moving;
        lock (_gate)
        {
            moving = _open.FindAll(wanted);
        }

        foreach (var steer in moving)
        {
            history.Add(steer.Message);
            lock (_gate)
            {
                _open.Remove(steer);
            }

            steer.Outcome.TrySetResult(SteeringOutcome.InHistory);
        }
    }

    /// <summary>
    /// Writes outside the lock, and one thread at a time, so that the order stays: whoever comes meanwhile leaves the message to the thread
    /// that is at it. Each message goes out once for each response, and again only if it came back from one that was not there yet, or
    /// lost. What counts in the end is whether the turn's output holds it.
    /// </summary>
    private void Send()
    {
        for (var isOwner = false; Next(isOwner) is var (steer, turn); isOwner = true)
        {
            steer.Sent = turn.SteerAsync([steer.Item]);
        }
    }

    private (OpenMessage Message, RunningTurn Turn)? Next(bool isOwner)
    {
        lock (_gate)
        {
            if (_isSending && !isOwner)
            {
                return null;
            }

            var next = _turn is null ? null : _open.Find(steer => steer.TriedFor < _response && steer.Sent is null or { IsCompletedSuccessfully: true, Result.Status: SteerStatus.NotDelivered });
            _isSending = next is not null;
            if (next is null)
            {
                return null;
            }

            next.TriedFor = _response;
            return (next, _turn!);
        }
    }

    /// <summary>One message on its way to the model, or into the history.</summary>
    private sealed class OpenMessage(ChatMessageContent message)
    {
        public ChatMessageContent Message => message;

        public ConversationItem Item { get; } = UserMessageMapper.Map(message);

        /// <summary>Asynchronous continuations: the application must not run inside the loop.</summary>
        public TaskCompletionSource<SteeringOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>What the turn says of it. Belongs to the thread that sends.</summary>
        public Task<SteerOutcome>? Sent { get; set; }

        /// <summary>The response it was given last.</summary>
        public int TriedFor { get; set; }
    }
}
