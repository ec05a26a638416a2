using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>Keeps every log line, and tells when one of a certain event has been written.</summary>
internal sealed class CapturedLogs : ILoggerFactory, ILogger
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _events = new();

    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>Completes when the event has been logged for the first time.</summary>
    public Task Logged(int eventId) => Event(eventId).Task;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");
        Event(eventId.Id).TrySetResult();
    }

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private TaskCompletionSource Event(int eventId) => _events.GetOrAdd(eventId, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
