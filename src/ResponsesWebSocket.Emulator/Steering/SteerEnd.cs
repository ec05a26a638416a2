namespace ResponsesWebSocket.Emulator.Steering;

/// <summary>How a steered response can end so that its steers live on. All other ends fail them.</summary>
internal static class SteerEnd
{
    public const string Completed = "completed";
    public const string Steered = "steered";
}
