using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Clients;

/// <summary>
/// The services of a shared client. What a call causes is told to its caller; what happens by itself is logged where the service that
/// came last and is still there logs to. Nobody is kept alive by being told.
/// </summary>
internal sealed class Callers : ILoggerFactory
{
    private readonly AsyncLocal<Caller?> _current = new();
    private ImmutableList<WeakReference<Caller>> _present = [];

    public void Add(Caller caller) => ImmutableInterlocked.Update(ref _present, static (present, added) => present.Add(new(added)), caller);

    public void Remove(Caller caller) => ImmutableInterlocked.Update(
        ref _present, static (present, removed) => present.RemoveAll(known => !known.TryGetTarget(out var target) || ReferenceEquals(target, removed)), caller);

    /// <summary>What follows in this flow is this caller's.</summary>
    public void Enter(Caller caller) => _current.Value = caller;

    public void TurnCompleted(TurnReport report) => _current.Value?.TurnCompleted?.Invoke(report);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The loggers are the callers' own.");

    public void Dispose()
    {
    }

    private ILoggerFactory? Logs()
    {
        if (_current.Value is { } caller)
        {
            return caller.Logs;
        }

        Caller? latest = null;
        return _present.FindLast(known => known.TryGetTarget(out latest)) is null ? null : latest!.Logs;
    }

    private sealed class Logger(Callers owner, string category) : ILogger
    {
        private readonly ConditionalWeakTable<ILoggerFactory, ILogger> _loggers = [];

        private ILogger Current => owner.Logs() is { } logs ? _loggers.GetValue(logs, Make) : NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => Current.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => Current.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Current.Log(logLevel, eventId, state, exception, formatter);

        /// <summary>A container that has been disposed has taken its loggers along.</summary>
        private ILogger Make(ILoggerFactory logs)
        {
            try
            {
                return logs.CreateLogger(category);
            }
            catch (ObjectDisposedException)
            {
                return NullLogger.Instance;
            }
        }
    }
}
