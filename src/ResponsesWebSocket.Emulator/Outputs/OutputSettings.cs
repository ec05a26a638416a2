using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>What a request asks for beyond the plain items: the service leaves the rest out, whatever the model has.</summary>
internal sealed record OutputSettings
{
    /// <summary>How many alternatives each token's log probability names; null without log probabilities.</summary>
    public int? Logprobs { get; private init; }

    public bool SummarizesReasoning { get; private init; }

    public bool EncryptsReasoning { get; private init; }

    public bool ShowsFileSearchResults { get; private init; }

    public bool ShowsWebSearchSources { get; private init; }

    public bool ShowsCodeOutputs { get; private init; }

    public static OutputSettings Of(CreateRequest request, EmulatorOptions options)
    {
        var reasoning = request.Frame.Member("reasoning", JsonValueKind.Object);
        return new()
        {
            Logprobs = request.Includes("message.output_text.logprobs") ? CountOf(request) : null,
            SummarizesReasoning = (reasoning?.Text("summary") ?? reasoning?.Text("generate_summary")) is not null,
            EncryptsReasoning = options.EncryptedReasoningByDefault || request.Includes("reasoning.encrypted_content"),
            ShowsFileSearchResults = request.Includes("file_search_call.results"),
            ShowsWebSearchSources = request.Includes("web_search_call.action.sources"),
            ShowsCodeOutputs = request.Includes("code_interpreter_call.outputs"),
        };
    }

    private static int CountOf(CreateRequest request) =>
        request.Frame.Member("top_logprobs", JsonValueKind.Number) is { } number && number.TryGetInt32(out var count) ? count : 0;
}
