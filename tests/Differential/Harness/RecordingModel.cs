using System.Collections.Concurrent;

namespace Differential.Harness;

/// <summary>Plays the script and keeps what the model was told, in words that all ways of asking share.</summary>
internal sealed class RecordingModel : IEmulatedModel
{
    private readonly ConcurrentQueue<ModelRequest> _told = new();
    private ModelGate? _gate;

    public ScriptedModel Script { get; } = new();

    public IReadOnlyList<ModelRequest> Told => [.. _told];

    public ModelGate Hold() => _gate = new();

    public async ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        _told.Enqueue(request);
        // Taken at once, so that an error without output refuses the request instead of ending a response.
        var answer = Script.AnswerAsync(request, cancellationToken);
        if (_gate is { } gate)
        {
            await gate.WaitAsync(cancellationToken);
        }

        return await answer;
    }
}
