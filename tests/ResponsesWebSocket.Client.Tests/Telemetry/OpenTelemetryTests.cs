using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ResponsesWebSocket.Client.Tests.Telemetry;

/// <summary>One class, and so one after the other: a tracer provider listens to the whole process.</summary>
public sealed class OpenTelemetryTests
{
    [Fact]
    public async Task An_application_switches_it_on_by_two_names()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var client = harness.Client;
        List<Metric> metrics = [];
        // Other tests' activities end while this one reads.
        var spans = new System.Collections.Concurrent.BlockingCollection<Activity>();
        using var keeping = new SimpleActivityExportProcessor(new Keeper(spans));

        // snippet: observability-open-telemetry
        using var meters = Sdk.CreateMeterProviderBuilder()
            .AddMeter(ResponsesWebSocketDiagnostics.MeterName)
            .AddInMemoryExporter(metrics)   // an application has its own: AddOtlpExporter()
            .Build();
        using var traces = Sdk.CreateTracerProviderBuilder()
            .AddSource(ResponsesWebSocketDiagnostics.ActivitySourceName)
            .AddProcessor(keeping)          // here too
            .Build();
        // end snippet
        var result = await harness.SayAsync(new TestHistory(), "say one");
        meters!.ForceFlush().Should().BeTrue();

        spans.Should().ContainSingle(span => Equals(span.GetTagItem("gen_ai.response.id"), result.Id));
        metrics.Select(static metric => metric.Name).Should().Contain(["gen_ai.client.operation.duration", "responses_websocket.turns", "responses_websocket.sessions.open"]);

        // snippet: observability-statistics
        var now = client.GetStatistics();
        Console.WriteLine($"{now.TurnsCompleted} turns, {now.BytesSent} of {now.BytesIfSentInFull} bytes sent, {now.SessionsOpen} sockets open");
        // end snippet
        now.TurnsCompleted.Should().Be(1);
    }

    [Fact]
    public async Task Without_a_listener_a_turn_has_no_activity()
    {
        List<Activity?> seen = [];
        await using var harness = await Harness.StartTalkingAsync(options => options.TurnCompleted = _ => seen.Add(Activity.Current));
        await harness.Client.CreateAsync(Harness.Request(TestHistory.Asking("say one")), harness.Limit);
        using (new Watcher(harness))
        {
            await harness.Client.CreateAsync(Harness.Request(TestHistory.Asking("say two")), harness.Limit);
        }

        (seen[0]?.Source.Name, seen[1]?.DisplayName).Should().Be((null, "chat test-model"));
    }

    private sealed class Keeper(System.Collections.Concurrent.BlockingCollection<Activity> spans) : BaseExporter<Activity>
    {
        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var span in batch)
            {
                spans.Add(span);
            }

            return ExportResult.Success;
        }
    }
}
