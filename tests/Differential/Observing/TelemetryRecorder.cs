using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Differential.Observing;

/// <summary>Spans and measurements under Semantic Kernel's names, to which applications listen.</summary>
internal sealed class TelemetryRecorder : IDisposable
{
    private const string Names = "Microsoft.SemanticKernel";

    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ConcurrentQueue<string> _measurements = new();
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();

    public TelemetryRecorder()
    {
        _activities = new()
        {
            ShouldListenTo = static source => source.Name.StartsWith(Names, StringComparison.Ordinal),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(Names, StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, "some time", tags));
        _meters.Start();
    }

    public void Write(Observations seen)
    {
        seen.Add("spans.count", _spans.Count);
        foreach (var (index, span) in _spans.Index())
        {
            Write(seen, $"spans[{index}]", span);
        }

        // Instruments of several libraries: what counts is what was measured, not in which order.
        seen.Add("metrics.count", _measurements.Count);
        seen.AddSorted("metrics", _measurements);
    }

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private static void Write(Observations seen, string path, Activity span)
    {
        seen.Add($"{path}.source", span.Source.Name);
        seen.Add($"{path}.name", $"{span.DisplayName} ({span.Kind})");
        seen.Add($"{path}.status", $"{span.Status} {span.StatusDescription}");
        foreach (var (name, value) in span.TagObjects.OrderBy(static tag => tag.Key, StringComparer.Ordinal))
        {
            seen.Add($"{path}.tags.{name}", name == "server.port" && value is int ? "a port" : value);
        }

        foreach (var (index, happened) in span.Events.Index())
        {
            seen.Add($"{path}.events[{index}]", happened.Name);
            foreach (var (name, value) in happened.Tags)
            {
                seen.Add($"{path}.events[{index}].{name}", value is string text ? JsonText.Reformatted(text) : value);
            }
        }
    }

    private void Add(Instrument instrument, object value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var named = tags.ToArray().OrderBy(static tag => tag.Key, StringComparer.Ordinal).Select(static tag => $"{tag.Key}={tag.Value}");
        _measurements.Enqueue($"{instrument.Meter.Name} {instrument.Name} {instrument.Unit} {value} [{string.Join(", ", named)}]");
    }
}
