using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ResponsesWebSocket.Client.Telemetry;

namespace ResponsesWebSocket.Client.Tests.Telemetry;

public sealed partial class ObservabilityPageTests
{
    [Fact]
    public void The_page_lists_every_instrument_with_its_kind_and_unit()
    {
        var published = new List<string>();
        RuntimeHelpers.RunClassConstructor(typeof(Instruments).TypeHandle);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == ResponsesWebSocketDiagnostics.MeterName)
                {
                    published.Add($"{instrument.Name} {Kind(instrument)} {instrument.Unit}");
                }
            },
        };
        listener.Start();

        var listed = InstrumentRows().Matches(Page()).Select(static row => $"{row.Groups[1].Value} {row.Groups[2].Value} {row.Groups[3].Value}");

        listed.Should().BeEquivalentTo(published).And.HaveCount(14);
    }

    [Fact]
    public void The_page_lists_every_tag()
    {
        var tags = typeof(Tag).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetRawConstantValue()!);

        TagRows().Matches(Page()).Select(static row => row.Groups[1].Value).Should().BeEquivalentTo(tags).And.NotBeEmpty();
    }

    [Fact]
    public void The_page_lists_every_plan_and_reason()
    {
        var page = Page();
        var names = Enum.GetValues<PlanKind>().Select(TagValue.Of).Concat(Enum.GetValues<PlanReason>().Select(TagValue.Of));

        names.Should().OnlyContain(name => page.Contains($"`{name}`"));
    }

    private static string Kind(Instrument instrument) => instrument.GetType().Name switch
    {
        "Histogram`1" => "histogram",
        "Counter`1" => "counter",
        "ObservableUpDownCounter`1" => "up-down counter",
        var other => other,
    };

    private static string Page() => RepositoryFiles.Read("docs/observability.md");

    [GeneratedRegex(@"^\| `([\w.]+)` \| (histogram|counter|up-down counter) \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRows();

    [GeneratedRegex(@"^\| `([\w.]+)` \| (?:spans|metrics|both) \|", RegexOptions.Multiline)]
    private static partial Regex TagRows();
}
