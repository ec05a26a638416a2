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

    public void Begin(SampleOptions options, SampleService service)
    {
        AnsiConsole.MarkupLine($"[bold]Agent on one Responses WebSocket[/], exploring {Markup.Escape(options.Workspace)}");
        AnsiConsole.MarkupLine(service.IsEmulated
            ? "[grey]No OPENAI_API_KEY: a local server plays the service.[/]"
            : $"[grey]Model {Markup.Escape(service.Model)} at {Markup.Escape(service.Endpoint.Host)}.[/]");
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
            Size(turn.BytesSent),
            Size(turn.BytesFullReplay),
            $"{turn.Duration.TotalMilliseconds:F0} ms");
        _live?.Refresh();
    }

    public void End(RunSummary summary)
    {
        Dispose();
        var saved = summary.BytesFullReplay == 0 ? 0 : 100 - (100.0 * summary.BytesSent / summary.BytesFullReplay);
        AnsiConsole.MarkupLine(
            $"{summary.Turns.Count} turns, {summary.ToolCalls} tool calls, {summary.Sessions} socket(s): sent [bold]{Size(summary.BytesSent)}[/] instead of {Size(summary.BytesFullReplay)} ([bold]{saved:F0} %[/] less).");
        AnsiConsole.MarkupLine($"Report: {Markup.Escape(summary.ReportPath ?? "none was written")}");
        AnsiConsole.WriteLine(summary.Answer);
    }

    public void Dispose()
    {
        _end.TrySetResult();
        _showing?.GetAwaiter().GetResult();
    }

    private static string Size(long bytes) => bytes < 10_000 ? $"{bytes} B" : $"{bytes / 1000.0:F1} kB";
}
