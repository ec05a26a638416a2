using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ResponsesWebSocket.Client;

namespace Differential.Observing;

/// <summary>What was logged, in order.</summary>
public sealed class LogRecorder : ILoggerFactory
{
    /// <summary>The client's event for a session that the service, or the network, has ended.</summary>
    private const int SessionBroken = 2;

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _endedSockets = new(0);

    /// <summary>From which level on lines are kept.</summary>
    public LogLevel Level { get; set; } = LogLevel.Information;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    /// <summary>Waits until the client has noticed the end of that many sockets.</summary>
    public async Task WaitForEndedSocketsAsync(int sockets, CancellationToken limit)
    {
        for (var ended = 0; ended < sockets; ended++)
        {
            await _endedSockets.WaitAsync(limit);
        }
    }

    public void Dispose() => _endedSockets.Dispose();

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

        // What the client says of its sockets is heard at every level, and kept at none but the usual ones.
        public bool IsEnabled(LogLevel logLevel) => logLevel >= owner.Level || category == typeof(ResponsesWebSocketClient).FullName;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == SessionBroken && category == typeof(ResponsesWebSocketClient).FullName)
            {
                owner._endedSockets.Release();
            }

            // Durations differ from run to run, and the kernel logs some beside the connector.
            if (logLevel >= owner.Level && formatter(state, exception) is var text && !text.Contains("Duration:", StringComparison.Ordinal))
            {
                owner._lines.Enqueue($"{logLevel} {(category.EndsWith("ChatCompletionService", StringComparison.Ordinal) ? "<service>" : category)}: {text}{(exception is null ? "" : $" ({exception.GetType()})")}");
            }
        }
    }
}
