namespace ResponsesWebSocket.Emulator;

/// <content>Messages of several parts, reasoning, and calls of custom tools.</content>
public abstract partial record ModelOutput
{
    /// <summary>An assistant message.</summary>
    /// <param name="Parts">Its parts in order.</param>
    /// <param name="Phase"><c>commentary</c>, <c>final_answer</c>, or <see langword="null"/> for a message without phase.</param>
    public sealed record Message(IReadOnlyList<ModelPart> Parts, string? Phase = null) : ModelOutput
    {
        /// <summary>A message with one text part, streamed in small pieces.</summary>
        /// <param name="text">The whole text.</param>
        /// <param name="phase">The phase, if the message has one.</param>
        /// <param name="annotations">What is said about places in the text.</param>
        /// <returns>The message.</returns>
        public static Message Saying(string text, string? phase = null, params IReadOnlyList<ModelAnnotation> annotations) =>
            new([ModelPart.Said(text, annotations)], phase);
    }

    /// <summary>Reasoning.</summary>
    /// <param name="Summary">The parts of its summary. They are sent only when the request asks for one by <c>reasoning.summary</c>.</param>
    /// <param name="EncryptedContent">Its encrypted content: whole when the item is done, the first half of it when the item is added.
    /// Made up when <see langword="null"/>; none when empty. Sent as <see cref="EmulatorOptions.EncryptedReasoningByDefault"/> says.</param>
    public sealed record Reasoning(IReadOnlyList<string> Summary, string? EncryptedContent = null) : ModelOutput
    {
        /// <summary>The pieces in which its raw text is streamed, in front of the summary.</summary>
        /// <value><see langword="null"/> (default): the model does not show it.</value>
        public IReadOnlyList<string>? RawText { get; init; }
    }

    /// <summary>A call of a custom tool.</summary>
    /// <param name="Name">Name of the tool.</param>
    /// <param name="Input">Free text.</param>
    /// <param name="CallId">The call id; generated when <see langword="null"/>.</param>
    public sealed record CustomCall(string Name, string Input, string? CallId = null) : ModelOutput;
}
