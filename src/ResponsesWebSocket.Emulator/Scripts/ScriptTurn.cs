namespace ResponsesWebSocket.Emulator.Scripts;

/// <summary>One turn of a script, and how often it can still answer.</summary>
internal sealed class ScriptTurn(ScriptCondition when, ModelAnswer answer, TimeSpan? delay, int? times)
{
    public ScriptCondition When => when;

    public ModelAnswer Answer => answer;

    /// <summary>How long the model thinks.</summary>
    public TimeSpan? Delay => delay;

    /// <summary>Null means for ever.</summary>
    public int? Remaining { get; private set; } = times;

    public void Use() => Remaining--;
}
