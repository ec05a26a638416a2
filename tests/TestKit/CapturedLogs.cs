using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace TestKit;

/// <summary>Keeps every log record of every level, and tells when one of a certain event has been written.</summary>
public sealed class CapturedLogs : ILoggerFactory
{
    private readonly ConcurrentDictionary<int, SemaphoreSlim> _events = new();
    private readonly FakeLogCollector _records;

    /// <param name="logged">Called with the event's id at the moment of logging, on the logging thread: the way to stand between two steps of the client.</param>
    public CapturedLogs(Action<int>? logged = null) => _records = FakeLogCollector.Create(new()
    {
        OutputSink = static _ => { },
        OutputFormatter = record =>
        {
            // Whoever waits for the event goes on when all that it brings about has been done.
            logged?.Invoke(record.Id.Id);
            Event(record.Id.Id).Release();
            return "";
        },
    });

    public IReadOnlyList<FakeLogRecord> Records => _records.GetSnapshot();

    /// <summary>Each with its level and the id of its event.</summary>
    public IReadOnlyList<string> Lines => [.. Records.Select(static record => $"{record.Level} {record.Id.Id} {record.Text()}")];

    public bool Has(int eventId) => Records.Any(record => record.Id.Id == eventId);

    /// <summary>Waits for one such event more than were waited for before.</summary>
    public Task NextAsync(int eventId, CancellationToken limit) => Event(eventId).WaitAsync(limit);

    public ILogger CreateLogger(string categoryName) => new FakeLogger(_records, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
        // What goes on in the background may log when the test has ended, so that the signals are left to the collector.
    }

    private SemaphoreSlim Event(int eventId) => _events.GetOrAdd(eventId, static _ => new(0));
}
