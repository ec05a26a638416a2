using System.Text.Json;
using ResponsesWebSocket.Emulator.Faults;

namespace ResponsesWebSocket.Emulator.Costs;

/// <summary>Reads costs from JSON.</summary>
internal static class CostsReader
{
    private static readonly EmulatorCosts Default = new();

    /// <exception cref="FormatException">The text holds no costs.</exception>
    public static EmulatorCosts Read(string json)
    {
        try
        {
            var members = new PlanObject(LocatedJson.Parse(json), "the cost model");
            var costs = new EmulatorCosts
            {
                Handshake = Milliseconds(members, "handshake_ms"),
                Request = Milliseconds(members, "request_ms"),
                HttpRequest = Milliseconds(members, "http_request_ms"),
                PrefillPerToken = Milliseconds(members, "prefill_ms_per_token"),
                DecodePerToken = Milliseconds(members, "decode_ms_per_token"),
                CachedShare = Share(members, "cached_share", Default.CachedShare),
                OtherConnectionHits = Share(members, "other_connection_hits", Default.OtherConnectionHits),
                Seed = members.Number("seed") ?? Default.Seed,
                Waits = members.Take("waits") is null || members.Flag("waits"),
            };
            members.End();
            return costs;
        }
        catch (FaultPlanException mistake)
        {
            // The parts are those of fault plans, but this is none.
            throw new FormatException(mistake.Message, mistake);
        }
    }

    private static TimeSpan Milliseconds(PlanObject members, string name) =>
        TimeSpan.FromTicks((long)(Decimal(members, name, 0, TimeSpan.MillisecondsPerDay, "a number of milliseconds from 0 to one day") * TimeSpan.TicksPerMillisecond));

    private static double Share(PlanObject members, string name, double otherwise) => (double)Decimal(members, name, (decimal)otherwise, 1, "a number from 0 to 1");

    // Decimal, because 0.2 milliseconds are a whole number of ticks only if nothing was rounded before.
    private static decimal Decimal(PlanObject members, string name, decimal otherwise, decimal most, string description) => members.Take(name) switch
    {
        null => otherwise,
        { Value.ValueKind: JsonValueKind.Number } given when given.Value.TryGetDecimal(out var number) && number >= 0 && number <= most => number,
        { } other => throw new FaultPlanException(other.Line, $"'{name}' must be {description}."),
    };
}
