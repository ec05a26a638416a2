using System.Text.Json;
using ResponsesWebSocket.Emulator.Faults;

namespace ResponsesWebSocket.Emulator.Scripts;

/// <summary>Reads a script from JSON.</summary>
internal static class ScriptReader
{
    /// <exception cref="FaultPlanException">The text is no script.</exception>
    public static IReadOnlyList<ScriptTurn> Read(string json)
    {
        var root = new PlanObject(LocatedJson.Parse(json), "the script");
        // For editors, which find the schema by it.
        root.Text("$schema");
        var turns = root.Objects("turns", "a turn") ?? throw root.Mistake("the script needs 'turns', an array.");
        root.End();
        return [.. turns.Select(ReadTurn)];
    }

    private static ScriptTurn ReadTurn(PlanObject members)
    {
        var when = members.Take("when");
        var delay = members.Milliseconds("delay_ms");
        if (delay < TimeSpan.Zero)
        {
            throw members.Mistake("'delay_ms' must not be negative.");
        }

        var times = ReadTimes(members);
        return new(when is null ? new() : ReadCondition(new(when, "'when'")), AnswerReader.Read(members, isLate: delay is not null), delay, times);
    }

    private static int? ReadTimes(PlanObject members) => members.Take("times") switch
    {
        null => 1,
        { Value: { ValueKind: JsonValueKind.String } word } when word.GetString() == "always" => null,
        { Value: { ValueKind: JsonValueKind.Number } number } when number.TryGetInt32(out var times) && times > 0 => times,
        { } other => throw new FaultPlanException(other, "'times' must be a whole number from 1 on, or \"always\"."),
    };

    private static ScriptCondition ReadCondition(PlanObject members)
    {
        var condition = new ScriptCondition
        {
            UserSays = members.Text("user_says"),
            ResultFor = members.Text("result_for"),
            ResultOf = members.Text("result_of"),
            ResultSays = members.Text("result_says"),
            Tool = members.Text("tool"),
            Model = members.Text("model"),
            Lane = members.Take("lane") switch
            {
                null => null,
                { Value.ValueKind: JsonValueKind.Null } => new(null),
                _ => new(members.Text("lane")),
            },
            Continues = members.Switch("continues"),
        };
        members.End();
        return condition;
    }
}

/// <summary>The schema, which lies beside the documentation and travels in the assembly.</summary>
internal static class ScriptSchema
{
    private const string Resource = "model-script.schema.json";

    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(ScriptSchema).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {Resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
