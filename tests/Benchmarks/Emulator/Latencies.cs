namespace Benchmarks.Emulator;

/// <summary>How long turns took. Thread-safe.</summary>
internal sealed class Latencies
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _all = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _all.Count;
            }
        }
    }

    public void Add(TimeSpan time)
    {
        lock (_gate)
        {
            _all.Add(time);
        }
    }

    /// <summary>The time that so many of a hundred turns did not exceed, in milliseconds.</summary>
    public double Percentile(int percent)
    {
        lock (_gate)
        {
            var sorted = _all.Order().ToList();
            return sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)].TotalMilliseconds;
        }
    }
}
