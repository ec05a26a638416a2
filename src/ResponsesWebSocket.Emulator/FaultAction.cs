namespace ResponsesWebSocket.Emulator;

/// <summary>What happens at a <see cref="FaultPoint"/>.</summary>
public abstract record FaultAction
{
    private FaultAction()
    {
    }

    /// <summary>Nothing.</summary>
    public static FaultAction None { get; } = new Nothing();

    /// <summary>The connection ends at once, without a close handshake.</summary>
    public static FaultAction Drop { get; } = new DropConnection();

    /// <summary>The event is not sent. Only has an effect at <see cref="FaultStage.BeforeEvent"/>; a response
    /// whose terminal event is skipped is not remembered.</summary>
    public static FaultAction Skip { get; } = new SkipEvent();

    /// <summary>The turn goes on when the task has completed. At <see cref="FaultStage.CreateArrived"/> the connection reads nothing meanwhile.</summary>
    /// <param name="task">What is waited for.</param>
    /// <returns>The action.</returns>
    public static FaultAction WaitFor(Task task) => new Wait(task);

    /// <summary>The turn is refused by an error frame. Only has an effect at <see cref="FaultStage.TurnStarting"/>.</summary>
    /// <param name="status">The HTTP status that the frame carries.</param>
    /// <param name="code">The error code.</param>
    /// <param name="message">The error message.</param>
    /// <returns>The action.</returns>
    public static FaultAction Refuse(int status, string code, string message) => new RefuseTurn(status, code, message);

    /// <summary>The turn ends with an error of any shape. Has an effect at <see cref="FaultStage.TurnStarting"/> and at
    /// <see cref="FaultStage.BeforeEvent"/>, where the error stands in place of the event and all that would follow.</summary>
    /// <param name="error">The error.</param>
    /// <returns>The action.</returns>
    public static FaultAction Refuse(EmulatedError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new EndTurn(error);
    }

    internal sealed record Nothing : FaultAction;

    internal sealed record DropConnection : FaultAction;

    internal sealed record SkipEvent : FaultAction;

    internal sealed record Wait(Task Task) : FaultAction;

    internal sealed record RefuseTurn(int Status, string Code, string Message) : FaultAction;

    internal sealed record EndTurn(EmulatedError Error) : FaultAction;
}

/// <summary>A place in a turn where a fault can strike.</summary>
/// <param name="Stage">The kind of place.</param>
/// <param name="Turn">Number of the <c>response.create</c> over the emulator's life, from 1 on.</param>
/// <param name="ConnectionId">The connection, as in <see cref="JournalConnection.Id"/>; 0 for HTTP.</param>
/// <param name="StreamId">The lane; <see langword="null"/> for the default lane.</param>
/// <param name="EventType">At an event: its type.</param>
/// <param name="Occurrence">At an event: how many events of that type the turn has had, this one included.</param>
public sealed record FaultPoint(FaultStage Stage, int Turn, int ConnectionId, string? StreamId, string? EventType = null, int Occurrence = 0);

/// <summary>The kinds of places where a fault can strike.</summary>
public enum FaultStage
{
    /// <summary>The create frame has arrived and is in the journal; nothing else has happened.</summary>
    CreateArrived,

    /// <summary>The turn has reached the head of its lane and has a slot; its parent is not resolved yet.</summary>
    TurnStarting,

    /// <summary>An event is about to be sent.</summary>
    BeforeEvent,

    /// <summary>An event has been sent.</summary>
    AfterEvent,
}
