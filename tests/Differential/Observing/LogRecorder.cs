using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Differential.Observing;

/// <summary>What was logged, in order.</summary>
public sealed class LogRecorder : ILoggerFactory
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>From which level on lines are kept.</summary>
    public LogLevel Level { get; set; } = LogLevel.Information;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    internal void Write(Observations seen)
    {
        // The connector's own warnings apart, so that one more does not move all that follows it.
        var warnings = _lines.Where(static line => line.StartsWith("Warning <service>", StringComparison.Ordinal)).ToList();
        Write(seen, "warnings", warnings);
        Write(seen, "logs", [.. _lines.Except(warnings)]);
    }

    private static void Write(Observations seen, string path, List<string> lines)
    {
        foreach (var (index, line) in lines.Index())
        {
            seen.Add($"{path}[{index}]", line);
        }

        seen.Add($"{path}.count", lines.Count);
    }

    private sealed class Logger(LogRecorder owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= owner.Level;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // Durations differ from run to run, and the kernel logs some beside the connector.
            if (IsEnabled(logLevel) && formatter(state, exception) is var text && !text.Contains("Duration:", StringComparison.Ordinal))
            {
                owner._lines.Enqueue($"{logLevel} {(category.EndsWith("ChatCompletionService", StringComparison.Ordinal) ? "<service>" : category)}: {text}{(exception is null ? "" : $" ({exception.GetType()})")}");
            }
        }
    }
}
