namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Tells how each item of an answer ends. Only the last item can end in another way than whole.</summary>
internal static class ItemEnds
{
    public static ItemEnd Of(ModelAnswer answer, int index) =>
        answer.Outputs.Skip(index + 1).Any(static output => output is not ModelOutput.RawEvent)
            ? ItemEnd.Whole
            : answer.Ending switch
            {
                AnswerEnding.Incomplete { BetweenItems: false } => ItemEnd.Cut,
                AnswerEnding.Failed { BreaksLastItem: true } or AnswerEnding.Error { BreaksLastItem: true } => ItemEnd.Open,
                _ => ItemEnd.Whole,
            };
}
