using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using OpenAI.Chat;

namespace Connectors.ResponsesWebSocket.Diagnostics;

/// <summary>Tokens as the stock connector counts and logs them: once for each response.</summary>
internal static class TokenCounters
{
    private static readonly Meter Meter = new(ResponsesWebSocketConnectorDiagnostics.MeterName);

    private static readonly Counter<int> Prompt = Create("prompt", "Tokens of the whole context");

    private static readonly Counter<int> Completion = Create("completion", "Tokens written");

    private static readonly Counter<int> Total = Create("total", "Both together");

    public static void Add(ILogger logger, ChatTokenUsage? usage)
    {
        if (usage is null)
        {
            Log.TokensUnknown(logger);
            return;
        }

        Log.TokensUsed(logger, usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount);
        Prompt.Add(usage.InputTokenCount);
        Completion.Add(usage.OutputTokenCount);
        Total.Add(usage.TotalTokenCount);
    }

    private static Counter<int> Create(string name, string description) =>
        Meter.CreateCounter<int>($"semantic_kernel.connectors.responses_websocket.tokens.{name}", "{token}", description);
}
