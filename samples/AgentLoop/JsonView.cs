using System.Text.Encodings.Web;
using System.Text.Json;
using ResponsesWebSocket.Client;

namespace AgentLoop;

/// <summary>One line of JSON at the end, for programs.</summary>
internal sealed class JsonView : IRunView
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The output is for programs; people who look on still have to know what leaves the machine.</summary>
    public void Begin(SampleOptions options, SampleService service)
    {
        if (!service.IsEmulated)
        {
            Console.Error.WriteLine(RunText.Destination(options, service));
        }
    }

    public void Turn(int number, TurnReport turn)
    {
    }

    public void End(RunSummary summary) => Console.WriteLine(JsonSerializer.Serialize(
        new
        {
            transport = "websocket",
            semanticKernel = RunSummary.SemanticKernel,
            emulated = summary.Emulated,
            stream = summary.Options.Stream,
            sessions = summary.Sessions,
            turns = summary.Turns.Count,
            toolCalls = summary.ToolCalls,
            plans = new
            {
                @continue = summary.Count(PlanKind.Continue),
                fork = summary.Count(PlanKind.Fork),
                replay = summary.Count(PlanKind.Replay),
            },
            bytesSent = summary.BytesSent,
            bytesIfSentInFull = summary.BytesIfSentInFull,
            milliseconds = (long)summary.Duration.TotalMilliseconds,
            reportPath = summary.ReportPath,
            answer = summary.Answer,
        },
        Json));

    public void Dispose()
    {
    }
}
