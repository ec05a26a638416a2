using System.Text.Json;
using ResponsesWebSocket.Emulator.Models;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Scripts;

/// <summary>What the conditions of a script look at in a request.</summary>
internal sealed class ScriptRequest
{
    private readonly ModelRequest _request;
    private readonly IReadOnlyList<JsonElement> _context;

    public ScriptRequest(ModelRequest request)
    {
        _request = request;
        _context = CompactionItem.Expand(request.Context);
        UserText = ContextText.UserTexts(_context).LastOrDefault(string.Empty);
        // A chain that was continued and one that was sent again in full have the same end.
        Results =
        [
            .. _context.Reverse().TakeWhile(IsFromClient).Where(IsResult).Reverse()
                .Select(item => new ScriptResult(item.Text("call_id"), NameOf(item.Text("call_id")), ContextText.OutputOf(item))),
        ];
    }

    public string? Model => _request.Request.Text("model");

    public string? Lane => _request.Request.Text("stream_id");

    public bool Continues => _request.Request.Text("previous_response_id") is not null;

    /// <summary>The last user text.</summary>
    public string UserText { get; }

    /// <summary>The tool results behind everything that the model has said.</summary>
    public IReadOnlyList<ScriptResult> Results { get; }

    public string Summary =>
        $"the last user text is '{(UserText.Length <= 80 ? UserText : UserText[..80] + "…")}', the newest results are of "
        + (Results.Count == 0 ? "no call" : string.Join(", ", Results.Select(static result => $"{result.Name} ({result.CallId})")));

    public bool Offers(string tool) => _request.Tools.Any(offered => offered.Text("name") == tool || offered.Text("type") == tool);

    private static bool IsFromClient(JsonElement item) => item.Text("role") is { } role ? role != "assistant" : IsResult(item);

    private static bool IsResult(JsonElement item) => item.Text("type")?.EndsWith("_call_output", StringComparison.Ordinal) == true;

    private string? NameOf(string? callId) =>
        _context.FirstOrDefault(item => item.Text("name") is not null && item.Text("call_id") == callId).Text("name");
}
