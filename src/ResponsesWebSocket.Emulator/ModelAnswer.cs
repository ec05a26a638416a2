using ResponsesWebSocket.Emulator.Models;

namespace ResponsesWebSocket.Emulator;

/// <summary>What a model says in one turn: output items in order, then an ending.</summary>
public sealed partial class ModelAnswer
{
    // Recorded service traffic never shows a piece longer than 16 characters.
    private const int PieceLength = 12;

    /// <summary>Creates an answer from its parts.</summary>
    /// <param name="outputs">The output items in order.</param>
    /// <param name="ending">The ending; completed when <see langword="null"/>.</param>
    public ModelAnswer(IEnumerable<ModelOutput> outputs, AnswerEnding? ending = null)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        Outputs = [.. outputs];
        Ending = ending ?? new AnswerEnding.Completed();
    }

    /// <summary>The output items in order.</summary>
    public IReadOnlyList<ModelOutput> Outputs { get; }

    /// <summary>How the answer ends.</summary>
    public AnswerEnding Ending { get; }

    /// <summary>A message, streamed in small pieces.</summary>
    /// <param name="text">The whole text.</param>
    /// <returns>The answer.</returns>
    public static ModelAnswer Text(string text) => new([new ModelOutput.Text(TextPieces.Split(text, PieceLength))]);

    /// <summary>A message, streamed in exactly these pieces.</summary>
    /// <param name="deltas">The pieces.</param>
    /// <returns>The answer.</returns>
    public static ModelAnswer Deltas(params string[] deltas) => new([new ModelOutput.Text(deltas)]);

    /// <summary>A refusal in its typed form.</summary>
    /// <param name="text">The text of the refusal.</param>
    /// <returns>The answer.</returns>
    public static ModelAnswer Refusal(string text) => new([new ModelOutput.Refusal(TextPieces.Split(text, PieceLength))]);

    /// <summary>Function calls; more than one are parallel calls.</summary>
    /// <param name="calls">Names and arguments.</param>
    /// <returns>The answer.</returns>
    public static ModelAnswer Calls(params (string Name, string Arguments)[] calls) => new(ToOutputs(calls));

    /// <summary>A message followed by function calls.</summary>
    /// <param name="text">The whole text of the message.</param>
    /// <param name="calls">Names and arguments.</param>
    /// <returns>The answer.</returns>
    public static ModelAnswer TextAndCalls(string text, params (string Name, string Arguments)[] calls) =>
        new([.. Text(text).Outputs, .. ToOutputs(calls)]);

    /// <summary>An <c>error</c> frame instead of an answer.</summary>
    /// <param name="status">The HTTP status that the frame carries.</param>
    /// <param name="code">The error code.</param>
    /// <param name="message">The error message.</param>
    /// <param name="retryAfter">The wait announced by the frame's headers.</param>
    /// <returns>The answer.</returns>
    public static ModelAnswer Error(int status, string code, string message, TimeSpan? retryAfter = null) =>
        new([], new AnswerEnding.Error(status, code, message, retryAfter));

    /// <summary>An error of any shape instead of an answer.</summary>
    /// <param name="error">The error.</param>
    /// <returns>The answer.</returns>
    public static ModelAnswer Error(EmulatedError error) => new([], new AnswerEnding.Error(error));

    /// <summary>A response that begins and then fails.</summary>
    /// <param name="code">The code of the response's error.</param>
    /// <param name="message">The message of the response's error.</param>
    /// <returns>The answer.</returns>
    public static ModelAnswer Failed(string code, string message) => new([], new AnswerEnding.Failed(code, message));

    /// <summary>A message that is cut off.</summary>
    /// <param name="text">The text up to the cut.</param>
    /// <param name="reason">For example <c>max_output_tokens</c>.</param>
    /// <returns>The answer.</returns>
    public static ModelAnswer Incomplete(string text, string reason) => new(Text(text).Outputs, new AnswerEnding.Incomplete(reason));

    private static IEnumerable<ModelOutput> ToOutputs((string Name, string Arguments)[] calls) =>
        calls.Select(call => new ModelOutput.Call(call.Name, call.Arguments));
}
