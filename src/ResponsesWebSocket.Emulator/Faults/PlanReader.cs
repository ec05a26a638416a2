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

/// <summary>Reads what a planned fault does.</summary>
internal static class EffectReader
{
    private const string Names = "drop, black_hole, delay, hold, postpone, duplicate, corrupt, fragment, omit, inject, close, error, "
        + "terminal_output, omit_item_done, refuse_upgrade";

    public static FaultEffect Read(PlanObject members)
    {
        var name = members.NeedText("effect");
        FaultEffect effect = name switch
        {
            "drop" => new FaultEffect.Drop(members.Flag("reset"), members.Word<FaultPlace>("place") ?? FaultPlace.After),
            "black_hole" => new FaultEffect.BlackHole(members.Word<FaultDirection>("direction") ?? FaultDirection.ToClient, members.Flag("silent")),
            "delay" => new FaultEffect.Delay(TimeSpan.FromMilliseconds(members.NeedNumber("ms"))),
            "hold" => new FaultEffect.Hold(members.NeedNumber("frames")),
            "postpone" => new FaultEffect.Postpone(members.Number("frames") ?? 1),
            "duplicate" => new FaultEffect.Duplicate(members.Number("copies") ?? 1),
            "corrupt" => new FaultEffect.Corrupt(NeedWord<Corruption>(members, "as")),
            "fragment" => new FaultEffect.Fragment(members.NeedNumber("bytes")),
            "omit" => new FaultEffect.Omit(),
            "inject" => new FaultEffect.Inject(
                members.NeedText("payload"), members.Word<FaultPlace>("place") ?? FaultPlace.Before, members.Flag("binary")),
            "close" => new FaultEffect.Close(
                members.NeedNumber("status"), members.Text("reason"), members.Word<FaultPlace>("place") ?? FaultPlace.After),
            "error" => new FaultEffect.Error(ReadError(members)),
            "terminal_output" => new FaultEffect.Terminal(NeedWord<TerminalOutput>(members, "as")),
            "omit_item_done" => new FaultEffect.OmitItemDone(),
            "refuse_upgrade" => new FaultEffect.RefuseUpgrade(
                members.NeedNumber("status"), members.Milliseconds("retry_after_ms"), members.Text("body")),
            _ => throw members.Mistake($"unknown effect '{name}'; known are {Names}."),
        };
        members.End();
        return effect;
    }

    /// <summary>Reads an error. A known code brings everything along; what is given beside it wins.</summary>
    public static EmulatedError ReadError(PlanObject members)
    {
        var code = members.Text("code");
        var known = code is null ? null : EmulatedErrors.Find(code);
        var status = members.Number("status");
        var message = members.Text("message");
        var error = known ?? new(
            status ?? throw members.Mistake($"an error with {(code is null ? "no code" : $"the unknown code '{code}'")} needs 'status'; known codes are "
                + string.Join(", ", EmulatedErrors.Codes) + "."),
            code,
            message ?? "The emulator was told to send this error.");
        var headers = members.Map("headers").ToDictionary(
            static header => header.Key,
            header => header.Value.ValueKind == JsonValueKind.String ? header.Value.GetString()! : header.Value.GetRawText(),
            StringComparer.Ordinal);
        var own = members.Map("members");
        return error with
        {
            Status = status ?? error.Status,
            Message = message ?? error.Message,
            Type = members.Text("type") ?? error.Type,
            Param = members.Text("param") ?? error.Param,
            Shape = members.Word<ErrorShape>("shape") ?? error.Shape,
            RetryAfter = members.Milliseconds("retry_after_ms") ?? error.RetryAfter,
            Headers = headers.Count == 0 ? error.Headers : headers,
            Members = own.Count == 0 ? error.Members : own,
            AfterStart = members.Take("after_start") is null ? error.AfterStart : members.Flag("after_start"),
            CloseStatus = members.Take("close_status") is { Value.ValueKind: JsonValueKind.Null }
                ? null
                : members.Number("close_status") ?? error.CloseStatus,
        };
    }

    private static T NeedWord<T>(PlanObject members, string name)
        where T : struct, Enum => members.Word<T>(name) ?? throw members.Mistake($"'do' needs '{name}'.");
}

/// <summary>How the values of enumerations are written in a plan.</summary>
internal static class EnumNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
