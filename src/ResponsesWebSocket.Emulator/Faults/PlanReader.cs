using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Faults;

/// <summary>Reads a plan from JSON.</summary>
internal static class PlanReader
{
    /// <exception cref="FaultPlanException">The text is no plan.</exception>
    public static FaultPlan Read(string json)
    {
        var root = new PlanObject(LocatedJson.Parse(json), "the plan");
        var faults = root.Need("faults");
        root.End();
        return faults.Value.ValueKind == JsonValueKind.Array
            ? new([.. faults.Items.Select(ReadFault)])
            : throw new FaultPlanException(faults, "'faults' must be an array.");
    }

    private static PlannedFault ReadFault(LocatedJson json)
    {
        var members = new PlanObject(json, "a fault");
        var when = members.Take("when");
        var effect = members.Need("do");
        var fault = new PlannedFault(when is null ? new() : ReadTrigger(new(when, "'when'")), EffectReader.Read(new(effect, "'do'")))
        {
            Times = members.Take("times") is { Value.ValueKind: JsonValueKind.String } word
                ? word.Value.GetString() == "always" ? null : throw new FaultPlanException(word, "'times' must be a whole number or \"always\".")
                : members.Number("times") ?? 1,
        };
        members.End();
        return PlanCheck.ProblemOf(fault) is { } problem ? throw members.Mistake(problem) : fault;
    }

    private static FaultTrigger ReadTrigger(PlanObject members)
    {
        var when = new FaultTrigger
        {
            Connection = members.Number("connection"),
            Turn = members.Number("turn"),
            Lane = members.Text("lane"),
            Direction = members.Word<FaultDirection>("direction") ?? FaultDirection.ToClient,
            Frame = members.Number("frame"),
            EventType = members.Text("event"),
            Occurrence = members.Number("occurrence") ?? 1,
            Byte = members.Number("byte"),
            After = members.Milliseconds("after_ms"),
        };
        members.End();
        return when;
    }
}
