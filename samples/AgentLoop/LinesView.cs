using ResponsesWebSocket.Client;

namespace AgentLoop;

/// <summary>One line for each turn, where nothing can be drawn over: a pipe, a file, a terminal that knows no commands.</summary>
internal sealed class LinesView : IRunView
{
    public void Begin(SampleOptions options, SampleService service)
    {
        Console.WriteLine(RunText.Title(options));
        Console.WriteLine(RunText.Destination(options, service));
    }

    public void Turn(int number, TurnReport turn) => Console.WriteLine(
        $"{number,4}  {turn.Plan.Kind + " " + turn.Plan.Reason,-24} {turn.SentItems}/{turn.InputItems} items, {RunText.Size(turn.BytesSent)} of {RunText.Size(turn.BytesIfSentInFull)}, {turn.Duration.TotalMilliseconds:F0} ms");

    public void End(RunSummary summary)
    {
        Console.WriteLine(RunText.Sums(summary));
        Console.WriteLine(RunText.Report(summary));
        Console.WriteLine(summary.Answer);
    }

    public void Dispose()
    {
    }
}
