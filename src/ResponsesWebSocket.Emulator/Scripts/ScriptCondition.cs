namespace ResponsesWebSocket.Emulator.Scripts;

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
