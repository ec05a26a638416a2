namespace Benchmarks.Cost;

/// <summary>What the process had taken at a moment.</summary>
internal readonly record struct Moment(TimeSpan Cpu, long Allocated)
{
    public static Moment Now => new(Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
}

/// <summary>Moments between the turns of a run. Only those that are asked for are taken: taking one stops the process for a moment.</summary>
internal sealed class Meter(params int[] wanted)
{
    private readonly Dictionary<int, Moment> _moments = [];
    private int _marks;

    public void Mark()
    {
        if (wanted.Contains(_marks))
        {
            _moments[_marks] = Moment.Now;
        }

        _marks++;
    }

    /// <summary>From one mark to another, for each turn between them.</summary>
    public Taken Between(int from, int to)
    {
        var turns = to - from;
        return new((_moments[to].Cpu - _moments[from].Cpu).TotalMilliseconds / turns, (_moments[to].Allocated - _moments[from].Allocated) / (double)turns);
    }
}

/// <summary>What a turn took.</summary>
/// <param name="Milliseconds">Of the processor, of all threads.</param>
/// <param name="Bytes">Allocated, by all threads.</param>
internal sealed record Taken(double Milliseconds, double Bytes);
