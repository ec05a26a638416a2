namespace ResponsesWebSocket.Emulator;

/// <summary>Gives prepared answers, one per turn, in the order in which turns reach the model. Thread-safe.</summary>
/// <remarks>A turn beyond the end of the script is answered by an error frame with status 400 and code
/// <c>emulator_script_exhausted</c>: 400, because a client must not take it for something that a retry could heal.</remarks>
public sealed class ScriptedModel : IEmulatedModel
{
    private readonly Lock _gate = new();
    private readonly Queue<Func<ModelRequest, ModelAnswer>> _script = new();
    private readonly List<ModelRequest> _requests = [];

    /// <summary>The turns that have reached the model so far, those beyond the end of the script included.</summary>
    public IReadOnlyList<ModelRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Number of prepared answers that have not been used.</summary>
    public int Remaining
    {
        get
        {
            lock (_gate)
            {
                return _script.Count;
            }
        }
    }

    /// <summary>Adds an answer to the script.</summary>
    /// <param name="answer">The answer.</param>
    /// <returns>This model.</returns>
    public ScriptedModel Then(ModelAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Then(_ => answer);
    }

    /// <summary>Adds an answer that depends on the turn.</summary>
    /// <param name="answer">Makes the answer from the turn.</param>
    /// <returns>This model.</returns>
    public ScriptedModel Then(Func<ModelRequest, ModelAnswer> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        lock (_gate)
        {
            _script.Enqueue(answer);
        }

        return this;
    }

    /// <inheritdoc/>
    public ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        Func<ModelRequest, ModelAnswer>? next;
        int asked;
        lock (_gate)
        {
            _requests.Add(request);
            asked = _requests.Count;
            _script.TryDequeue(out next);
        }

        return ValueTask.FromResult(next?.Invoke(request) ?? ModelAnswer.Error(
            400, "emulator_script_exhausted", $"The scripted model holds no answer for turn {asked}: add another Then(...) to the script."));
    }
}
