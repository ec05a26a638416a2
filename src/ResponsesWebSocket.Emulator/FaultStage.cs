namespace ResponsesWebSocket.Emulator;

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
