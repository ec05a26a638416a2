namespace TestKit;

/// <summary>The one limit on every wait in the tests. It only matters when something hangs.</summary>
public static class TestTimeout
{
    public static CancellationTokenSource Start() => new(TimeSpan.FromSeconds(30), TimeProvider.System);
}
