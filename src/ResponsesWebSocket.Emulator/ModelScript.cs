using ResponsesWebSocket.Emulator.Scripts;

namespace ResponsesWebSocket.Emulator;

/// <summary>A model that plays the turns of a script in JSON: each request is answered by the first turn, in the order of the script, whose
/// conditions hold and that is not used up. Thread-safe.</summary>
/// <remarks>A request that no turn fits is answered by an error frame with status 400 and code <c>emulator_script_exhausted</c>, as a
/// <see cref="ScriptedModel"/> does.</remarks>
public sealed class ModelScript : IEmulatedModel
{
    private readonly Lock _gate = new();
    private readonly IReadOnlyList<ScriptTurn> _turns;
    private readonly TimeProvider _time;
    private int _asked;

    private ModelScript(IReadOnlyList<ScriptTurn> turns, TimeProvider time)
    {
        _turns = turns;
        _time = time;
    }

    /// <summary>The JSON schema that scripts are written by.</summary>
    public static string Schema => ScriptSchema.Text;

    /// <summary>How many answers have not been given, those that are given any number of times aside.</summary>
    public int Remaining
    {
        get
        {
            lock (_gate)
            {
                return _turns.Sum(static turn => turn.Remaining ?? 0);
            }
        }
    }

    /// <summary>Reads a script from JSON.</summary>
    /// <param name="json">The text, as <see cref="Schema"/> describes it; comments and trailing commas are allowed.</param>
    /// <param name="time">The clock of the script's delays; the system's when <see langword="null"/>.</param>
    /// <returns>The model that plays it, from its beginning.</returns>
    /// <exception cref="ModelScriptException">The text is no script; says where and why.</exception>
    public static ModelScript Parse(string json, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return new(ScriptReader.Read(json), time ?? TimeProvider.System);
        }
        catch (FaultPlanException mistake)
        {
            throw new ModelScriptException(mistake.Line, mistake.Column, mistake.Path, mistake.Reason, mistake.InnerException);
        }
    }

    /// <summary>Reads a script from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock of the script's delays; the system's when <see langword="null"/>.</param>
    /// <returns>The model that plays it, from its beginning.</returns>
    /// <exception cref="ModelScriptException">The file holds no script; says where and why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public static ModelScript Load(string path, TimeProvider? time = null) => Parse(File.ReadAllText(path), time);

    /// <inheritdoc/>
    public ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var seen = new ScriptRequest(request);
        ScriptTurn? turn;
        int asked;
        lock (_gate)
        {
            asked = ++_asked;
            turn = _turns.FirstOrDefault(candidate => candidate.Remaining != 0 && candidate.When.Holds(seen));
            turn?.Use();
        }

        return turn switch
        {
            null => ValueTask.FromResult(ModelAnswer.Error(
                400, "emulator_script_exhausted", $"No turn of the script that is left fits request {asked}: {seen.Summary}.")),
            { Delay: null } => ValueTask.FromResult(turn.Answer),
            { Delay: { } delay } => new(AnswerLateAsync(turn.Answer, delay, cancellationToken)),
        };
    }

    private async Task<ModelAnswer> AnswerLateAsync(ModelAnswer answer, TimeSpan delay, CancellationToken cancellationToken)
    {
        await Task.Delay(delay, _time, cancellationToken).ConfigureAwait(false);
        return answer;
    }
}

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
