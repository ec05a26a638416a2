namespace ResponsesWebSocket.Emulator;

/// <summary>One output item of an answer.</summary>
public abstract partial record ModelOutput
{
    private ModelOutput()
    {
    }

    /// <summary>An assistant message with one text part.</summary>
    /// <param name="Deltas">The pieces in which the text is streamed.</param>
    public sealed record Text(IReadOnlyList<string> Deltas) : ModelOutput;

    /// <summary>An assistant message with one part of type refusal.</summary>
    /// <param name="Deltas">The pieces in which the refusal is streamed.</param>
    public sealed record Refusal(IReadOnlyList<string> Deltas) : ModelOutput;

    /// <summary>A function call.</summary>
    /// <param name="Name">Name of the function.</param>
    /// <param name="Arguments">Arguments as JSON text; sent verbatim, so broken JSON is possible too.</param>
    /// <param name="CallId">The call id; generated when <see langword="null"/>.</param>
    public sealed record Call(string Name, string Arguments, string? CallId = null) : ModelOutput;
}
