namespace ResponsesWebSocket.Emulator;

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
