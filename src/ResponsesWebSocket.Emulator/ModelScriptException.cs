namespace ResponsesWebSocket.Emulator;

/// <summary>A <see cref="ModelScript"/> in JSON that cannot be used.</summary>
public sealed class ModelScriptException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="line">Line of the mistake, from 1 on.</param>
    /// <param name="column">Column of the mistake, from 1 on.</param>
    /// <param name="path">JSON path of the mistake; <c>$</c> is the whole.</param>
    /// <param name="reason">What is wrong, and what would be right.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public ModelScriptException(int line, int column, string path, string reason, Exception? innerException = null)
        : base($"line {line}, column {column}, at {path}: {reason}", innerException)
    {
        Line = line;
        Column = column;
        Path = path;
    }

    /// <summary>Line of the mistake, from 1 on.</summary>
    public int Line { get; }

    /// <summary>Column of the mistake, from 1 on.</summary>
    public int Column { get; }

    /// <summary>JSON path of the mistake; <c>$</c> is the whole.</summary>
    public string Path { get; }
}
