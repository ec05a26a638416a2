using System.Text.Json;
using ResponsesWebSocket.Emulator.Faults;

namespace ResponsesWebSocket.Emulator.Scripts;

/// <summary>Reads what a turn of a script answers.</summary>
internal static class AnswerReader
{
    private static readonly string[] Early = ["response.created", "response.queued", "response.in_progress"];

    /// <param name="members">The turn; what it holds besides has been taken.</param>
    /// <param name="isLate">Whether the answer comes when the response has begun already.</param>
    public static ModelAnswer Read(PlanObject members, bool isLate)
    {
        var text = members.Text("text");
        var outputs = members.Objects("outputs", "an output");
        var ending = ReadEnding(members);
        if (text is not null && outputs is not null)
        {
            throw members.Mistake("'text' and 'outputs' exclude each other; a message is one of the outputs.");
        }

        var answer = new ModelAnswer(
            text is null ? (outputs ?? []).Select(OutputReader.Read) : ModelAnswer.Text(text).Outputs, ending)
        {
            Queued = members.Flag("queued"),
        };
        if (isLate && answer.Queued)
        {
            throw members.Mistake("'queued' and 'delay_ms' exclude each other: what is sent before the model thinks cannot depend on it.");
        }

        answer = AddFrames(answer, members, isLate);
        // A misspelt member is the likelier mistake, so it is named first.
        members.End();
        return text is null && outputs is null && ending is null
            ? throw members.Mistake("a turn needs one of 'text', 'outputs', 'incomplete', 'failed', 'error'.")
            : answer;
    }

    private static AnswerEnding? ReadEnding(PlanObject members)
    {
        AnswerEnding?[] given = [ReadIncomplete(members), ReadFailed(members), ReadError(members)];
        return given.Count(static ending => ending is not null) > 1
            ? throw members.Mistake("'incomplete', 'failed' and 'error' exclude each other.")
            : given.FirstOrDefault(static ending => ending is not null);
    }

    private static AnswerEnding.Incomplete? ReadIncomplete(PlanObject members)
    {
        if (members.Take("incomplete") is not { } given)
        {
            return null;
        }

        if (given.Value.ValueKind == JsonValueKind.String)
        {
            return new(given.Value.GetString()!);
        }

        var ending = new PlanObject(given, "'incomplete'");
        var incomplete = new AnswerEnding.Incomplete(ending.NeedText("reason")) { BetweenItems = ending.Flag("between_items") };
        ending.End();
        return incomplete;
    }

    private static AnswerEnding.Failed? ReadFailed(PlanObject members)
    {
        if (members.Take("failed") is not { } given)
        {
            return null;
        }

        var ending = new PlanObject(given, "'failed'");
        var failed = new AnswerEnding.Failed(ending.NeedText("code"), ending.Text("message") ?? "The script says that this response fails.")
        {
            BreaksLastItem = ending.Flag("breaks_last_item"),
        };
        ending.End();
        return failed;
    }

    // The same words as those of a planned fault.
    private static AnswerEnding.Error? ReadError(PlanObject members)
    {
        if (members.Take("error") is not { } given)
        {
            return null;
        }

        var ending = new PlanObject(given, "'error'");
        var error = new AnswerEnding.Error(EffectReader.ReadError(ending)) { BreaksLastItem = ending.Flag("breaks_last_item") };
        ending.End();
        return error;
    }

    private static ModelAnswer AddFrames(ModelAnswer answer, PlanObject members, bool isLate)
    {
        foreach (var frame in members.Objects("before", "a frame of 'before'") ?? [])
        {
            var type = frame.NeedText("event");
            if (isLate && Early.Contains(type))
            {
                throw frame.Mistake($"'delay_ms' excludes a frame before {type}, which is sent before the model thinks.");
            }

            answer = answer.Before(
                type,
                new(frame.WireObject("send"), frame.Switch("enveloped") ?? true),
                frame.Number("occurrence") switch
                {
                    null => 1,
                    < 1 => throw frame.Mistake("'occurrence' must be at least 1."),
                    { } occurrence => occurrence,
                });
            frame.End();
        }

        return answer;
    }
}
