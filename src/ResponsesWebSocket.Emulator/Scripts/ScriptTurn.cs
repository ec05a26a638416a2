using System.Text.Json;
using ResponsesWebSocket.Emulator.Models;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Scripts;

/// <summary>One turn of a script, and how often it can still answer.</summary>
internal sealed class ScriptTurn(ScriptCondition when, ModelAnswer answer, TimeSpan? delay, int? times)
{
    public ScriptCondition When => when;

    public ModelAnswer Answer => answer;

    /// <summary>How long the model thinks.</summary>
    public TimeSpan? Delay => delay;

    /// <summary>Null means for ever.</summary>
    public int? Remaining { get; private set; } = times;

    public void Use() => Remaining--;
}

/// <summary>When a turn of a script answers: when everything that is given holds.</summary>
internal sealed record ScriptCondition
{
    /// <summary>A part of the last user text.</summary>
    public string? UserSays { get; init; }

    /// <summary>Call id of one of the newest results.</summary>
    public string? ResultFor { get; init; }

    /// <summary>Name of the tool that one of the newest results is of.</summary>
    public string? ResultOf { get; init; }

    /// <summary>A part of one of the newest results.</summary>
    public string? ResultSays { get; init; }

    /// <summary>Name or type of a tool that is offered.</summary>
    public string? Tool { get; init; }

    public string? Model { get; init; }

    /// <summary>The lane; null inside is the default lane, null itself is any.</summary>
    public ScriptLane? Lane { get; init; }

    public bool? Continues { get; init; }

    private bool AsksForResult => ResultFor is not null || ResultOf is not null || ResultSays is not null;

    public bool Holds(ScriptRequest request) =>
        (UserSays is null || request.UserText.Contains(UserSays, StringComparison.Ordinal))
        && (!AsksForResult || request.Results.Any(IsMeant))
        && (Tool is null || request.Offers(Tool))
        && (Model is null || request.Model == Model)
        && (Lane is null || request.Lane == Lane.Name)
        && (Continues is null || request.Continues == Continues);

    // One and the same result has to fulfil everything that is said about results.
    private bool IsMeant(ScriptResult result) =>
        (ResultFor is null || result.CallId == ResultFor)
        && (ResultOf is null || result.Name == ResultOf)
        && (ResultSays is null || result.Output.Contains(ResultSays, StringComparison.Ordinal));
}

/// <summary>A lane that a script names.</summary>
/// <param name="Name">Its name; null is the default lane.</param>
internal sealed record ScriptLane(string? Name);

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

/// <summary>The result of a call, as it came from the client.</summary>
internal sealed record ScriptResult(string? CallId, string? Name, string Output);
