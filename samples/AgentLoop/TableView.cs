using System.Globalization;
using ResponsesWebSocket.Client;
using Spectre.Console;

namespace AgentLoop;

/// <summary>A table that grows with every turn, for people.</summary>
internal sealed class TableView : IRunView
{
    private readonly Table _table = new Table().RoundedBorder().AddColumns(
        new TableColumn("Turn").RightAligned(),
        new TableColumn("Plan and reason"),
        new TableColumn("Items").RightAligned(),
        new TableColumn("Sent").RightAligned(),
        new TableColumn("Full resend").RightAligned(),
        new TableColumn("Time").RightAligned());

    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LiveDisplayContext? _live;
    private Task? _showing;

    /// <summary>Whether the terminal can draw the table over itself.</summary>
    public static bool IsPossible =>
        !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb" && AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true };

    public void Begin(SampleOptions options, SampleService service)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold]{RunText.Title(options)}[/]");
        AnsiConsole.MarkupLine($"[{(service.IsEmulated ? "grey" : "bold yellow")}]{Markup.Escape(RunText.Destination(options, service))}[/]");
        _showing = AnsiConsole.Live(_table).StartAsync(async live =>
        {
            _live = live;
            live.Refresh();
            await _end.Task;
        });
    }

    public void Turn(int number, TurnReport turn)
    {
        var colour = turn.Plan.Kind == PlanKind.Continue ? "green" : "yellow";
        _table.AddRow(
            number.ToString(CultureInfo.InvariantCulture),
            $"[{colour}]{turn.Plan.Kind}[/] {Markup.Escape(turn.Plan.Reason.ToString())}",
            $"{turn.SentItems}/{turn.InputItems}",
            RunText.Size(turn.BytesSent),
            RunText.Size(turn.BytesIfSentInFull),
            $"{turn.Duration.TotalMilliseconds:F0} ms");
        _live?.Refresh();
    }

    public void End(RunSummary summary)
    {
        Dispose();
        AnsiConsole.MarkupLineInterpolated($"[bold]{RunText.Sums(summary)}[/]");
        AnsiConsole.WriteLine(RunText.Report(summary));
        AnsiConsole.WriteLine(summary.Answer);
    }

    public void Dispose()
    {
        _end.TrySetResult();
        _showing?.GetAwaiter().GetResult();
    }
}
