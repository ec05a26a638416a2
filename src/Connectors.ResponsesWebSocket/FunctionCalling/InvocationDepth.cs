namespace Connectors.ResponsesWebSocket.FunctionCalling;

/// <summary>
/// How deep function calls are nested: a function may itself make a chat call that invokes functions. Counted per flow of
/// execution and never taken back: the count ends with the round that made it, earlier calls of the round included.
/// </summary>
internal static class InvocationDepth
{
    /// <summary>Past this many nested invocations calls are returned instead of invoked, as in the stock connector.</summary>
    public const int Limit = 128;

    private static readonly AsyncLocal<int> Current = new();

    public static bool IsExhausted => Current.Value >= Limit;

    public static void Enter() => Current.Value++;
}
