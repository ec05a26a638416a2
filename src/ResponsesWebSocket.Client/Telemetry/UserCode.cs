using Microsoft.Extensions.Logging;

namespace ResponsesWebSocket.Client.Telemetry;

/// <summary>
/// The one place where code of the application is called that only listens: its logger and its <c>TurnCompleted</c>. Two rules. It is never
/// called under a lock, since it may wait for another thread that uses the same client. And what it throws stays here: no turn, no socket and
/// no disposal depends on who listens. Code that is asked for something, as the token's callback is, answers for itself: its exception is the turn's.
/// </summary>
internal static class UserCode
{
    /// <summary>The same logger, which does not throw.</summary>
    public static ILogger Protect(ILogger logger) => new GuardedLogger(logger);

    /// <summary>Calls a listener, if there is one.</summary>
    /// <returns>What it threw.</returns>
    public static Exception? Tell<T>(Action<T>? listener, T news)
    {
        try
        {
            listener?.Invoke(news);
            return null;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }

    private sealed class GuardedLogger(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            IDisposable? scope = null;
            Tell(state => scope = logger.BeginScope(state), state);
            return scope;
        }

        public bool IsEnabled(LogLevel logLevel)
        {
            var isEnabled = false;
            Tell(level => isEnabled = logger.IsEnabled(level), logLevel);
            return isEnabled;
        }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Tell(state => logger.Log(logLevel, eventId, state, exception, formatter), state);
    }
}
