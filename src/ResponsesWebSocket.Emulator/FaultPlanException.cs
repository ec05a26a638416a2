namespace ResponsesWebSocket.Emulator;

/// <summary>A fault plan in JSON that cannot be used.</summary>
public sealed class FaultPlanException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="line">Line of the mistake, from 1 on.</param>
    /// <param name="reason">What is wrong.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public FaultPlanException(int line, string reason, Exception? innerException = null)
        : base($"line {line}: {reason}", innerException)
    {
        Line = line;
    }

    /// <summary>Line of the mistake, from 1 on.</summary>
    public int Line { get; }
}
