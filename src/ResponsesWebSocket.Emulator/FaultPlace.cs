namespace ResponsesWebSocket.Emulator;

/// <summary>Where an effect stands in relation to the frame that triggered it.</summary>
public enum FaultPlace
{
    /// <summary>In front of the frame; an effect that ends the connection stands in its place.</summary>
    Before,

    /// <summary>After half of the frame's bytes.</summary>
    Middle,

    /// <summary>Behind the frame.</summary>
    After,
}
