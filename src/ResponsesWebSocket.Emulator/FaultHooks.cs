using ResponsesWebSocket.Emulator.Faults;

namespace ResponsesWebSocket.Emulator;

/// <summary>Faults on demand. Thread-safe. Turns are counted by <c>response.create</c> frames that arrived, from 1 on, over the emulator's
/// life and over all connections; a successor that follows a steered response by itself takes the next number when that response has ended.
/// Each helper strikes once.</summary>
/// <remarks>A request for an answer over HTTP is a turn like any other and counted with them. Its events are those of the socket, whatever
/// becomes of them in its answer; where a connection would end, the answer breaks off,
/// and a client that keeps connections for later requests may notice the end of a whole answer's connection only at the next one.</remarks>
public sealed class FaultHooks
{
    private static readonly string[] TerminalTypes = ["response.completed", "response.incomplete", "response.failed", "error"];

    private readonly Lock _gate = new();
    private readonly List<FaultRule> _rules = [];
    private readonly Dictionary<int, TerminalOutput> _terminalOutputs = [];
    private readonly HashSet<int> _withoutItemDone = [];

    internal FaultHooks()
    {
    }

    /// <summary>The plan, which is asked when no hook has an answer.</summary>
    internal FaultPlanExecutor Plan { get; init; } = new(FaultPlan.Empty);

    /// <summary>Asked at every point, before the one-shot helpers; <see cref="FaultAction.None"/> leaves the point to them.</summary>
    public Func<FaultPoint, FaultAction>? OnFault { get; set; }

    /// <summary>Ends the connection when the create arrives, before any event.</summary>
    /// <param name="turn">Number of the turn.</param>
    public void DropBeforeTurn(int turn) =>
        Add(new(turn, point => point.Stage == FaultStage.CreateArrived, static () => FaultAction.Drop));

    /// <summary>Ends the connection right after an event was sent.</summary>
    /// <param name="turn">Number of the turn.</param>
    /// <param name="eventType">Type of the event.</param>
    /// <param name="occurrence">Which event of that type, from 1 on.</param>
    public void DropAfterEvent(int turn, string eventType, int occurrence = 1) =>
        Add(new(turn, point => At(point, FaultStage.AfterEvent, eventType, occurrence), static () => FaultAction.Drop));

    /// <summary>Ends the connection in place of sending an event.</summary>
    /// <param name="turn">Number of the turn.</param>
    /// <param name="eventType">Type of the event.</param>
    /// <param name="occurrence">Which event of that type, from 1 on.</param>
    public void DropBeforeEvent(int turn, string eventType, int occurrence = 1) =>
        Add(new(turn, point => At(point, FaultStage.BeforeEvent, eventType, occurrence), static () => FaultAction.Drop));

    /// <summary>Ends the connection right after the terminal event was sent.</summary>
    /// <param name="turn">Number of the turn.</param>
    public void DropAfterTurn(int turn) =>
        Add(new(turn, static point => point.Stage == FaultStage.AfterEvent && TerminalTypes.Contains(point.EventType), static () => FaultAction.Drop));

    /// <summary>Makes the turn wait in front of an event until the handle is released or the connection ends.</summary>
    /// <param name="turn">Number of the turn.</param>
    /// <param name="eventType">Type of the event; its first occurrence is meant.</param>
    /// <returns>The handle.</returns>
    public TurnBarrier HoldBeforeEvent(int turn, string eventType)
    {
        var held = new TurnBarrier();
        Add(new(turn, point => At(point, FaultStage.BeforeEvent, eventType, 1), () => FaultAction.WaitFor(held.Arrive())));
        return held;
    }

    /// <summary>Refuses the turn by an error frame when it starts.</summary>
    /// <param name="turn">Number of the turn.</param>
    /// <param name="status">The HTTP status that the frame carries.</param>
    /// <param name="code">The error code.</param>
    /// <param name="message">The error message.</param>
    public void FailTurn(int turn, int status, string code, string message) =>
        Add(new(turn, static point => point.Stage == FaultStage.TurnStarting, () => FaultAction.Refuse(status, code, message)));

    /// <summary>Ends the turn by an error of any shape when it starts.</summary>
    /// <param name="turn">Number of the turn.</param>
    /// <param name="error">The error.</param>
    public void FailTurn(int turn, EmulatedError error)
    {
        var action = FaultAction.Refuse(error);
        Add(new(turn, static point => point.Stage == FaultStage.TurnStarting, () => action));
    }

    /// <summary>Ends the turn by an error of any shape in place of an event.</summary>
    /// <param name="turn">Number of the turn.</param>
    /// <param name="error">The error.</param>
    /// <param name="eventType">Type of the event.</param>
    /// <param name="occurrence">Which event of that type, from 1 on.</param>
    public void FailBeforeEvent(int turn, EmulatedError error, string eventType, int occurrence = 1)
    {
        var action = FaultAction.Refuse(error);
        Add(new(turn, point => At(point, FaultStage.BeforeEvent, eventType, occurrence), () => action));
    }

    /// <summary>Changes what the terminal event says about the output; what was streamed stays as it is.</summary>
    /// <param name="turn">Number of the turn.</param>
    /// <param name="output">What it says.</param>
    public void ReplaceTerminalOutput(int turn, TerminalOutput output)
    {
        lock (_gate)
        {
            _terminalOutputs[turn] = output;
        }
    }

    /// <summary>Leaves out every <c>response.output_item.done</c> of the turn.</summary>
    /// <param name="turn">Number of the turn.</param>
    public void OmitItemDone(int turn)
    {
        lock (_gate)
        {
            _withoutItemDone.Add(turn);
        }
    }

    internal TerminalOutput TerminalOutputOf(int turn)
    {
        lock (_gate)
        {
            return _terminalOutputs.GetValueOrDefault(turn);
        }
    }

    /// <summary>What happens at this point, waits included: returns only what the caller has to do itself.</summary>
    internal async Task<FaultAction> ApplyAsync(FaultPoint point, CancellationToken cancellationToken)
    {
        var action = OnFault?.Invoke(point) ?? FaultAction.None;
        while (true)
        {
            if (action is FaultAction.Wait wait)
            {
                await wait.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
                action = FaultAction.None;
            }

            if (action != FaultAction.None || TakeRule(point) is not { } rule)
            {
                return action != FaultAction.None || !OmitsItemDone(point) ? action : FaultAction.Skip;
            }

            action = rule.Action();
        }
    }

    private static bool At(FaultPoint point, FaultStage stage, string eventType, int occurrence) =>
        point.Stage == stage && point.EventType == eventType && point.Occurrence == occurrence;

    private bool OmitsItemDone(FaultPoint point)
    {
        lock (_gate)
        {
            return point is { Stage: FaultStage.BeforeEvent, EventType: "response.output_item.done" } && _withoutItemDone.Contains(point.Turn);
        }
    }

    private void Add(FaultRule rule)
    {
        lock (_gate)
        {
            _rules.Add(rule);
        }
    }

    private FaultRule? TakeRule(FaultPoint point)
    {
        lock (_gate)
        {
            var rule = _rules.Find(candidate => candidate.Turn == point.Turn && candidate.Matches(point));
            if (rule is not null)
            {
                _rules.Remove(rule);
            }

            return rule;
        }
    }
}
