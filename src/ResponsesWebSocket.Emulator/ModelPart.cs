using ResponsesWebSocket.Emulator.Models;

namespace ResponsesWebSocket.Emulator;

/// <summary>One part of an assistant message.</summary>
public abstract record ModelPart
{
    private const int PieceLength = 12;

    private ModelPart()
    {
    }

    /// <summary>Text, streamed in small pieces.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="annotations">What is said about places in the text.</param>
    /// <returns>The part.</returns>
    public static ModelPart Said(string text, params IReadOnlyList<ModelAnnotation> annotations) =>
        new Text(TextPieces.Split(text, PieceLength)) { Annotations = annotations };

    /// <summary>A refusal, streamed in small pieces.</summary>
    /// <param name="text">The whole text.</param>
    /// <returns>The part.</returns>
    public static ModelPart Refused(string text) => new Refusal(TextPieces.Split(text, PieceLength));

    /// <summary>A part of type <c>output_text</c>.</summary>
    /// <param name="Deltas">The pieces in which the text is streamed; each counts as one token where log probabilities are asked for.</param>
    public sealed record Text(IReadOnlyList<string> Deltas) : ModelPart
    {
        /// <summary>What is said about places in the text; sent after its deltas.</summary>
        public IReadOnlyList<ModelAnnotation> Annotations { get; init; } = [];
    }

    /// <summary>A part of type <c>refusal</c>.</summary>
    /// <param name="Deltas">The pieces in which the refusal is streamed.</param>
    public sealed record Refusal(IReadOnlyList<string> Deltas) : ModelPart;
}
