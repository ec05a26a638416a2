using Microsoft.Extensions.Logging;

namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>Does something at the moment an event is logged, on the logging thread: the way to stand between two steps of the client.</summary>
internal sealed class LogHook(Action<int> logged) : ILoggerFactory, ILogger
{
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => logged(eventId.Id);

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
