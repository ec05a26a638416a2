namespace ResponsesWebSocket.Emulator.Tests.Kit;

/// <summary>The one limit on every wait in these tests. It only matters when something hangs.</summary>
internal static class TestTimeout
{
    public static CancellationTokenSource Start() => new(TimeSpan.FromSeconds(30), TimeProvider.System);
}
