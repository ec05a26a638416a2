namespace ResponsesWebSocket.Emulator.Faults;

/// <summary>Makes plans out of a number. The generator is written out here, so that a seed in an old report still means the same plan.</summary>
internal static class RandomPlan
{
    private static readonly string[] Events =
        ["response.created", "response.in_progress", "response.output_item.added", "response.output_item.done", "response.completed"];

    private static readonly string[] Errors =
        ["rate_limit_exceeded", "server_is_overloaded", "server_error", "previous_response_not_found", "slow_down"];

    private static readonly int[] Closes = [1000, 1001, 1005, 1011, 1012, 1013];
    private static readonly int[] Refusals = [429, 500, 503];

    public static FaultPlan Make(int seed, RandomFaults options)
    {
        var next = new Generator((ulong)seed);
        return new(Enumerable.Range(0, options.Faults).Select(_ => Fault(next, options)).ToList());
    }

    private static PlannedFault Fault(Generator next, RandomFaults options)
    {
        var kinds = 9 + (options.BrokenFrames ? 4 : 0) + (options.BlackHoles ? 1 : 0);
        var kind = next.Below(kinds);
        if (kind >= 9 && !options.BrokenFrames)
        {
            kind += 4;
        }

        var turn = 1 + next.Below(options.Turns);
        var connection = 1 + next.Below(options.Connections);
        var atEvent = new FaultTrigger { Turn = turn, EventType = Events[next.Below(Events.Length)] };
        var place = (FaultPlace)next.Below(3);
        return kind switch
        {
            0 => new(atEvent, new FaultEffect.Drop(Reset: false, place)),
            1 => new(atEvent, new FaultEffect.Drop(Reset: true, place)),
            2 => new(new() { Connection = connection, Byte = next.Below(8192) }, new FaultEffect.Drop(next.Below(2) == 1)),
            3 => new(atEvent, new FaultEffect.Delay(TimeSpan.FromMilliseconds(1 + next.Below(50)))),
            4 => new(atEvent, new FaultEffect.Fragment(1 + next.Below(64))),
            5 => new(atEvent, new FaultEffect.Close(Closes[next.Below(Closes.Length)], null, place == FaultPlace.Middle ? FaultPlace.After : place)),
            6 => new(new() { Turn = turn }, new FaultEffect.Error(EmulatedErrors.Find(Errors[next.Below(Errors.Length)])!)),
            7 => new(new() { Turn = turn }, new FaultEffect.Terminal((TerminalOutput)(1 + next.Below(3)))),
            8 => new(new() { Connection = connection }, new FaultEffect.RefuseUpgrade(Refusals[next.Below(Refusals.Length)], TimeSpan.FromSeconds(1))),
            9 => new(atEvent, new FaultEffect.Duplicate()),
            10 => new(atEvent, new FaultEffect.Corrupt((Corruption)next.Below(5))),
            11 => new(atEvent, new FaultEffect.Omit()),
            12 => new(new() { Turn = turn }, new FaultEffect.OmitItemDone()),
            _ => new(atEvent, new FaultEffect.BlackHole((FaultDirection)next.Below(2), next.Below(2) == 1)),
        };
    }

    /// <summary>SplitMix64.</summary>
    private sealed class Generator(ulong state)
    {
        private ulong _state = state;

        public int Below(int limit)
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (int)((mixed ^ (mixed >> 31)) % (ulong)limit);
        }
    }
}
