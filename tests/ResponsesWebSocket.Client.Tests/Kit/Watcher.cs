using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading.Channels;

namespace ResponsesWebSocket.Client.Tests.Kit;

internal sealed record Measured(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags);

/// <summary>
/// Listens to the client's meter and activity source as an application would. Tests run side by side in one process, so it takes only what
/// one emulator's port is named in.
/// </summary>
internal sealed class Watcher : IDisposable
{
    private readonly int _port;
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _traces;
    private readonly ConcurrentQueue<Measured> _measured = new();
    private readonly ConcurrentQueue<Activity> _activities = new();
    private readonly Channel<Measured> _news = Channel.CreateUnbounded<Measured>();

    public Watcher(Harness harness)
    {
        _port = harness.Emulator.Endpoint.Port;
        _meters.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == ResponsesWebSocketDiagnostics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _meters.Start();
        _traces = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == ResponsesWebSocketDiagnostics.ActivitySourceName,
            Sample = (ref options) => options.Tags?.Any(IsOwn) == true ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                if (activity.TagObjects.Any(IsOwn))
                {
                    _activities.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_traces);
    }

    public IReadOnlyList<Activity> Activities => [.. _activities];

    public IReadOnlyList<Measured> All => [.. _measured];

    public IReadOnlyList<Measured> Of(string instrument) => [.. _measured.Where(measured => measured.Instrument == instrument)];

    /// <summary>What an instrument says that is asked; null when it says nothing of this endpoint.</summary>
    public double? Ask(string instrument)
    {
        _measured.Clear();
        _meters.RecordObservableInstruments();
        return Of(instrument).SingleOrDefault()?.Value;
    }

    public async Task<Measured> NextAsync(string instrument, CancellationToken limit)
    {
        while (true)
        {
            if (Of(instrument) is [var first, ..])
            {
                return first;
            }

            await _news.Reader.ReadAsync(limit);
        }
    }

    public void Dispose()
    {
        _meters.Dispose();
        _traces.Dispose();
    }

    private bool IsOwn(KeyValuePair<string, object?> tag) => tag.Key == "server.port" && Equals(tag.Value, _port);

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var copied = tags.ToArray();
        if (Array.Exists(copied, IsOwn))
        {
            var measured = new Measured(instrument.Name, value, copied.ToDictionary());
            _measured.Enqueue(measured);
            _news.Writer.TryWrite(measured);
        }
    }
}
