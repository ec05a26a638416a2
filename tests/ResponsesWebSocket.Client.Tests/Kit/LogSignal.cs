using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>Tells, one after the other, that the client logged events: the way to know that it has got somewhere and waits.</summary>
internal sealed class LogSignal : IDisposable
{
    /// <summary>A frame is on the wire as the client sees it: from then on its clocks run.</summary>
    private const int TurnSent = 14;

    /// <summary>A turn waits between two sends, with its timer set.</summary>
    private const int TurnPauses = 16;

    /// <summary>Something waits at the gate, with its timer set.</summary>
    private const int WaitsForService = 17;

    private readonly ConcurrentDictionary<int, SemaphoreSlim> _events = new();
    private readonly LogHook _hook;

    public LogSignal() => _hook = new LogHook(eventId => Event(eventId).Release());

    public ILoggerFactory Logs => _hook;

    public Task SentAsync(CancellationToken limit) => Event(TurnSent).WaitAsync(limit);

    public Task PauseAsync(CancellationToken limit) => Event(TurnPauses).WaitAsync(limit);

    public Task AtTheGateAsync(CancellationToken limit) => Event(WaitsForService).WaitAsync(limit);

    public void Dispose()
    {
        _hook.Dispose();
        foreach (var signal in _events.Values)
        {
            signal.Dispose();
        }
    }

    private SemaphoreSlim Event(int eventId) => _events.GetOrAdd(eventId, static _ => new(0));
}
