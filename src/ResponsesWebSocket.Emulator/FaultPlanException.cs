using ResponsesWebSocket.Emulator.Faults;

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
        Reason = reason;
    }

    internal FaultPlanException(LocatedJson place, string reason)
        : this(place.Line, reason)
    {
        Column = place.Column;
        Path = place.Path;
    }

    /// <summary>Line of the mistake, from 1 on.</summary>
    public int Line { get; }

    /// <summary>Column of the mistake, from 1 on; 0 when unknown.</summary>
    public int Column { get; internal init; }

    /// <summary>JSON path of the mistake.</summary>
    /// <value><c>$</c>, the whole, when unknown.</value>
    public string Path { get; } = "$";

    internal string Reason { get; }
}
