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
        foreach (var (index, line) in _lines.Index())
        {
            seen.Add($"logs[{index}]", line);
        }

        seen.Add("logs.count", _lines.Count);
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
