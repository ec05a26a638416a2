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
