using ResponsesWebSocket.Emulator.Faults;

namespace ResponsesWebSocket.Emulator;

/// <summary>Faults that are laid down before the emulator starts. It stands beside <see cref="FaultHooks"/>, which are asked first.</summary>
public sealed record FaultPlan
{
    /// <summary>Creates a plan.</summary>
    /// <param name="faults">The faults; those that strike at the same frame do so together.</param>
    /// <exception cref="ArgumentException">A fault's parts do not go together.</exception>
    public FaultPlan(params IEnumerable<PlannedFault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        Faults = [.. faults];
        for (var i = 0; i < Faults.Count; i++)
        {
            if (PlanCheck.ProblemOf(Faults[i]) is { } problem)
            {
                throw new ArgumentException($"Fault {i + 1}: {problem}", nameof(faults));
            }
        }
    }

    /// <summary>No faults.</summary>
    public static FaultPlan Empty { get; } = new([]);

    /// <summary>The faults.</summary>
    public IReadOnlyList<PlannedFault> Faults { get; }

    /// <summary>Reads a plan from JSON.</summary>
    /// <param name="json">The text; comments and trailing commas are allowed.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="FaultPlanException">The text is no plan; says in which line and why.</exception>
    public static FaultPlan Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return PlanReader.Read(json);
    }

    /// <summary>A plan that looks arbitrary but is the same for the same arguments, on every machine. Each of its faults strikes once.</summary>
    /// <param name="seed">Picks the plan.</param>
    /// <param name="options">What the plan is made of; the defaults when <see langword="null"/>.</param>
    /// <returns>The plan.</returns>
    public static FaultPlan Random(int seed, RandomFaults? options = null) => RandomPlan.Make(seed, options ?? new());

    /// <summary>Writes the plan as JSON that <see cref="Parse"/> reads.</summary>
    /// <returns>The text.</returns>
    public string ToJson() => PlanWriter.Write(this);

    /// <summary>Compares fault by fault.</summary>
    /// <param name="other">The other plan.</param>
    /// <returns>Whether they are the same.</returns>
    public bool Equals(FaultPlan? other) => other is not null && Faults.SequenceEqual(other.Faults);

    /// <inheritdoc/>
    public override int GetHashCode() => Faults.Aggregate(0, static (hash, fault) => HashCode.Combine(hash, fault));
}

/// <summary>One fault of a plan.</summary>
/// <param name="When">When it strikes.</param>
/// <param name="Do">What it does.</param>
public sealed record PlannedFault(FaultTrigger When, FaultEffect Do)
{
    /// <summary>How many times it strikes, counted over the emulator's life.</summary>
    /// <value>1 by default; <see langword="null"/>: every time.</value>
    public int? Times { get; init; } = 1;
}

/// <summary>When a planned fault strikes: at the first frame for which everything that is given holds; with nothing given, at the first of all.</summary>
public sealed record FaultTrigger
{
    /// <summary>Number of the connection, as in <see cref="JournalConnection.Id"/>.</summary>
    public int? Connection { get; init; }

    /// <summary>Number of the turn over the emulator's life, from 1 on. Frames of the client have none at the time they are looked at.</summary>
    public int? Turn { get; init; }

    /// <summary>The lane.</summary>
    public string? Lane { get; init; }

    /// <summary>The direction of the frame.</summary>
    public FaultDirection Direction { get; init; }

    /// <summary>Number of the frame on its connection and in its direction, from 1 on.</summary>
    public int? Frame { get; init; }

    /// <summary>The <c>type</c> of the frame.</summary>
    public string? EventType { get; init; }

    /// <summary>Which of the frames for which everything else holds, from 1 on.</summary>
    public int Occurrence { get; init; } = 1;

    /// <summary>Instead of a frame: how many bytes of the connection's outgoing stream pass before, counted after the upgrade response.</summary>
    public long? Byte { get; init; }

    /// <summary>Instead of a frame: the time since the connection was accepted.</summary>
    public TimeSpan? After { get; init; }
}

/// <summary>What <see cref="FaultPlan.Random"/> makes a plan of.</summary>
public sealed record RandomFaults
{
    /// <summary>Number of faults.</summary>
    public int Faults { get; init; } = 5;

    /// <summary>Faults strike on connections up to this number.</summary>
    public int Connections { get; init; } = 3;

    /// <summary>Faults strike in turns up to this number.</summary>
    public int Turns { get; init; } = 10;

    /// <summary>Whether frames may be lost, doubled or damaged, which no network does: a client may fail on it, but must not hang or lie.</summary>
    public bool BrokenFrames { get; init; }

    /// <summary>Whether connections may go dead without an end; a client needs a time limit of its own against it.</summary>
    public bool BlackHoles { get; init; }
}

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
