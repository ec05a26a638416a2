using ResponsesWebSocket.Emulator.Models;

namespace ResponsesWebSocket.Emulator;

/// <summary>What a model says in one turn: output items in order, then an ending.</summary>
public sealed class ModelAnswer
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

    /// <summary>Whether <c>response.queued</c> comes between <c>response.created</c> and <c>response.in_progress</c>. Takes a model that answers
    /// synchronously: a later answer comes too late for it.</summary>
    public bool Queued { get; init; }

    internal IReadOnlyList<Interjection> InjectedEvents { get; private init; } = [];

    /// <summary>Reasoning with a summary, then a message.</summary>
    /// <param name="summary">The one part of the summary.</param>
    /// <param name="text">The whole text of the message.</param>
    /// <returns>The answer.</returns>
    public static ModelAnswer ReasonedText(string summary, string text) => new([new ModelOutput.Reasoning([summary]), .. Text(text).Outputs]);

    /// <summary>A message with annotations.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="annotations">What is said about places in the text.</param>
    /// <returns>The answer.</returns>
    public static ModelAnswer Cited(string text, params IReadOnlyList<ModelAnnotation> annotations) =>
        new([ModelOutput.Message.Saying(text, phase: null, annotations)]);

    /// <summary>Two messages: one of phase <c>commentary</c>, then one of phase <c>final_answer</c>.</summary>
    /// <param name="commentary">Text of the first.</param>
    /// <param name="finalAnswer">Text of the second.</param>
    /// <returns>The answer.</returns>
    public static ModelAnswer Phases(string commentary, string finalAnswer) =>
        new([ModelOutput.Message.Saying(commentary, "commentary"), ModelOutput.Message.Saying(finalAnswer, "final_answer")]);

    /// <summary>Calls of custom tools.</summary>
    /// <param name="calls">Names and inputs.</param>
    /// <returns>The answer.</returns>
    public static ModelAnswer CustomCalls(params (string Name, string Input)[] calls) =>
        new(calls.Select(static call => new ModelOutput.CustomCall(call.Name, call.Input)));

    /// <summary>Commands that the service runs in a container of its own, and what they print.</summary>
    /// <param name="runs">Commands and their standard output.</param>
    /// <returns>The answer.</returns>
    public static ModelAnswer HostedShell(params (string Command, string Stdout)[] runs)
    {
        var callId = Protocol.ResponseIds.NextCallId();
        return new(
        [
            new ModelOutput.ShellCall([.. runs.Select(static run => run.Command)], "cntr_1", callId),
            new ModelOutput.ShellCallOutput(callId, [.. runs.Select(static run => new ModelShellResult(run.Stdout))]),
        ]);
    }

    /// <summary>A function call that is cut off inside its arguments.</summary>
    /// <param name="name">Name of the function.</param>
    /// <param name="truncatedArguments">The arguments up to the cut.</param>
    /// <param name="reason">For example <c>max_output_tokens</c>.</param>
    /// <returns>The answer.</returns>
    public static ModelAnswer IncompleteCall(string name, string truncatedArguments, string reason) =>
        new([new ModelOutput.Call(name, truncatedArguments)], new AnswerEnding.Incomplete(reason));

    /// <summary>This answer with a foreign frame in front of one of its events. In front of <c>response.created</c> and
    /// <c>response.in_progress</c> it takes a model that answers synchronously: a later answer comes too late for these.</summary>
    /// <param name="eventType">Type of the event; not <c>error</c>.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="occurrence">Which event of that type, from 1 on.</param>
    /// <returns>The answer; several frames at one place keep the order in which they were added.</returns>
    public ModelAnswer Before(string eventType, ModelOutput.RawEvent frame, int occurrence = 1) => new(Outputs, Ending)
    {
        Queued = Queued,
        InjectedEvents = [.. InjectedEvents, new(eventType, occurrence, frame)],
    };

    /// <summary>This answer with <see cref="Queued"/> set.</summary>
    /// <returns>The answer.</returns>
    public ModelAnswer AfterQueueing() => new(Outputs, Ending) { Queued = true, InjectedEvents = InjectedEvents };
}

/// <summary>How an answer ends, after its outputs.</summary>
public abstract record AnswerEnding
{
    private AnswerEnding()
    {
    }

    /// <summary><c>response.completed</c>.</summary>
    public sealed record Completed : AnswerEnding;

    /// <summary><c>response.incomplete</c>; the last output item is incomplete too.</summary>
    /// <param name="Reason">For example <c>max_output_tokens</c> or <c>content_filter</c>.</param>
    public sealed record Incomplete(string Reason) : AnswerEnding
    {
        /// <summary>Whether the limit struck between two items, so that the last one is completed.</summary>
        /// <value><see langword="false"/> by default: it struck inside the last item.</value>
        public bool BetweenItems { get; init; }
    }

    /// <summary><c>response.failed</c>.</summary>
    /// <param name="Code">The code of the response's error.</param>
    /// <param name="Message">The message of the response's error.</param>
    public sealed record Failed(string Code, string Message) : AnswerEnding
    {
        /// <summary>Whether the last item breaks off: its deltas are sent, but neither it nor its open part is ever done.</summary>
        /// <value><see langword="false"/> by default: the last item is completed before the end.</value>
        public bool BreaksLastItem { get; init; }
    }

    /// <summary>A nested <c>error</c> frame in place of a terminal event.</summary>
    /// <param name="Status">The HTTP status that the frame carries.</param>
    /// <param name="Code">The error code.</param>
    /// <param name="Message">The error message.</param>
    /// <param name="RetryAfter">The wait announced by the frame's headers; status 429 announces one second by default.</param>
    public sealed record Error(int Status, string Code, string Message, TimeSpan? RetryAfter = null) : AnswerEnding
    {
        /// <summary>Whether the last item breaks off: its deltas are sent, but neither it nor its open part is ever done.</summary>
        /// <value><see langword="false"/> by default: the last item is completed before the end.</value>
        public bool BreaksLastItem { get; init; }

        /// <summary>Creates an ending by an error of any shape.</summary>
        /// <param name="detail">The error.</param>
        public Error(EmulatedError detail)
            : this(NotNull(detail).Status, detail.Code ?? string.Empty, detail.Message, detail.RetryAfter) => Detail = detail;

        /// <summary>All of the error, when it was given as a whole.</summary>
        public EmulatedError? Detail { get; }

        private static EmulatedError NotNull(EmulatedError? detail) => detail ?? throw new ArgumentNullException(nameof(detail));
    }
}
