namespace ResponsesWebSocket.Emulator.Faults;

/// <summary>A frame as a plan sees it.</summary>
internal readonly record struct FrameContext(FaultDirection Direction, int Connection, int Frame, string? EventType, int? Turn, string? Lane)
{
    public bool Meets(FaultTrigger when) =>
        when.Direction == Direction
        && (when.Connection ?? Connection) == Connection
        && (when.Frame ?? Frame) == Frame
        && (when.Turn is null || when.Turn == Turn)
        && (when.Lane is null || when.Lane == Lane)
        && (when.EventType is null || when.EventType == EventType);
}
