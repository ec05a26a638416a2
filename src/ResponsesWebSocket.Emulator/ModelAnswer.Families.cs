using ResponsesWebSocket.Emulator.Models;

namespace ResponsesWebSocket.Emulator;

/// <content>Answers of the rarer kinds, and frames around the response's own events.</content>
public sealed partial class ModelAnswer
{
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
