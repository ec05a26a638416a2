namespace AgentLoop;

/// <summary>What a run says to people, whatever shows it.</summary>
internal static class RunText
{
    public static string Title(SampleOptions options) => $"Agent on one Responses WebSocket, exploring {options.Workspace}";

    /// <summary>Where the files go that the agent reads. Shown before anything is sent.</summary>
    public static string Destination(SampleOptions options, SampleService service) => (service.IsEmulated, options.Local) switch
    {
        (true, true) => "A local server plays the service: nothing leaves this machine.",
        (true, false) => "No OPENAI_API_KEY: a local server plays the service, and nothing leaves this machine.",
        _ => $"OPENAI_API_KEY is set: what is read of that folder is SENT to {service.Model} at {service.Endpoint.Authority}. Ctrl+C stops it; --local keeps it on this machine.",
    };

    public static string Sums(RunSummary summary)
    {
        var saved = summary.BytesIfSentInFull == 0 ? 0 : 100 - (100.0 * summary.BytesSent / summary.BytesIfSentInFull);
        return $"{summary.Turns.Count} turns, {summary.ToolCalls} tool calls, {summary.Sessions} socket(s): "
            + $"sent {Size(summary.BytesSent)} instead of {Size(summary.BytesIfSentInFull)} ({saved:F0} % less).";
    }

    public static string Report(RunSummary summary) => $"Report: {summary.ReportPath ?? "none was written"}";

    public static string Size(long bytes) => bytes < 10_000 ? $"{bytes} B" : $"{bytes / 1000.0:F1} kB";
}
