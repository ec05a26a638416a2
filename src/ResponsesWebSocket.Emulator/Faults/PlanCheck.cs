using System.Text;

namespace ResponsesWebSocket.Emulator.Faults;

/// <summary>Says which parts of a planned fault do not go together: a fault that could never strike would make a test pass that tests nothing.</summary>
internal static class PlanCheck
{
    public static string? ProblemOf(PlannedFault fault) =>
        ProblemOf(fault.When) ?? ProblemOf(fault.Do) ?? ProblemOf(fault.When, fault.Do) ?? (fault.Times < 1 ? "times must be at least 1." : null);

    private static string? ProblemOf(FaultTrigger when)
    {
        var isFrame = when.Turn is null && when.Lane is null && when.Frame is null && when.EventType is null && when.Occurrence == 1
            && when.Direction == FaultDirection.ToClient;
        return when switch
        {
            { Connection: < 1 } => "connection must be at least 1.",
            { Turn: < 1 } => "turn must be at least 1.",
            { Frame: < 1 } => "frame must be at least 1.",
            { Occurrence: < 1 } => "occurrence must be at least 1.",
            { Byte: < 0 } => "byte must be at least 0.",
            { After.Ticks: < 0 } => "after must not be negative.",
            { Byte: not null, After: not null } => "byte and after exclude each other.",
            { Byte: not null } or { After: not null } when !isFrame => "byte and after go with connection alone.",
            { Direction: FaultDirection.FromClient, Turn: not null } => "a frame from the client has no turn; use connection, event and occurrence.",
            { Frame: not null, Occurrence: > 1 } => "frame and occurrence exclude each other.",
            _ => null,
        };
    }

    private static string? ProblemOf(FaultEffect effect) => effect switch
    {
        FaultEffect.Delay { Time.Ticks: <= 0 } => "delay must be longer than nothing.",
        FaultEffect.Hold { Frames: < 1 } or FaultEffect.Postpone { Frames: < 1 } => "frames must be at least 1.",
        FaultEffect.Duplicate { Copies: < 1 } => "copies must be at least 1.",
        FaultEffect.Fragment { Bytes: < 1 } => "bytes must be at least 1.",
        FaultEffect.Inject { Place: FaultPlace.Middle } or FaultEffect.Close { Place: FaultPlace.Middle } => "only a drop can be in the middle of a frame.",
        FaultEffect.Close close => ProblemOf(close.Status) ?? ProblemOf(close),
        FaultEffect.Error { Detail.CloseStatus: { } status } => ProblemOf(status),
        FaultEffect.RefuseUpgrade { Status: < 300 or > 599 } => "an upgrade is refused by a status from 300 to 599.",
        _ => null,
    };

    private static string? ProblemOf(FaultEffect.Close close) =>
        close.Status == 1005 && !string.IsNullOrEmpty(close.Reason) ? "close status 1005 is a close frame without status and takes no reason."
        : Encoding.UTF8.GetByteCount(close.Reason ?? string.Empty) > 123 ? "a close reason has room for 123 bytes."
        : null;

    private static string? ProblemOf(int closeStatus) =>
        closeStatus is < 1000 or > 4999 or 1006 or 1015 ? $"close status {closeStatus} cannot be sent: from 1000 to 4999, without 1006 and 1015." : null;

    private static string? ProblemOf(FaultTrigger when, FaultEffect effect)
    {
        var isMiddle = effect is FaultEffect.Drop { Place: FaultPlace.Middle };
        var isPlain = when.Frame is null && when.Byte is null && when.Direction == FaultDirection.ToClient;
        return effect switch
        {
            FaultEffect.RefuseUpgrade when when != new FaultTrigger { Connection = when.Connection } => "a refused upgrade goes with connection alone.",
            FaultEffect.RefuseUpgrade => null,
            FaultEffect.Error when !isPlain => "an error goes with turn and event, or with after.",
            FaultEffect.Error { Detail.BeginsResponse: true } when when.After is not null || when.EventType is not null =>
                "an error that begins a response goes with the start of a turn.",
            FaultEffect.Error => null,
            FaultEffect.Terminal or FaultEffect.OmitItemDone => isPlain && when.After is null && when.EventType is null
                ? null
                : "an effect on a whole turn goes with connection, turn, lane and occurrence.",
            _ when when.Byte is not null => effect is FaultEffect.Drop or FaultEffect.BlackHole or FaultEffect.Delay
                ? null
                : "at a byte only drop, black_hole and delay are possible.",
            _ when when.After is not null => !isMiddle && effect is FaultEffect.Drop or FaultEffect.BlackHole or FaultEffect.Close or FaultEffect.Inject
                ? null
                : "at a time only drop, black_hole, close, inject and error are possible.",
            _ when when.Direction == FaultDirection.FromClient => !isMiddle
                && effect is FaultEffect.Drop or FaultEffect.BlackHole or FaultEffect.Delay or FaultEffect.Close or FaultEffect.Inject or FaultEffect.Omit
                ? null
                : "for a frame from the client only drop, black_hole, delay, close, inject and omit are possible.",
            _ => null,
        };
    }
}
