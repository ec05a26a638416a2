using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;
using ResponsesWebSocket.Emulator.Steering;

namespace ResponsesWebSocket.Emulator.Turns;

/// <summary>Decides, after the end of a response, what becomes of the steers that it left.</summary>
internal sealed class SteerCompletion(EmulatorContext emulator, ITurnConnection connection)
{
    /// <summary>Returns the turn that follows by itself; null when none does.</summary>
    /// <param name="turn">The turn that has ended.</param>
    /// <param name="run">Its response; null when there is none.</param>
    public async Task<Turn?> SettleAsync(Turn turn, ResponseRun? run)
    {
        // A response whose terminal event was withheld by a fault has ended all the same.
        run?.Target.End("withheld");
        if (run?.Target.Drain() is not ({ } end, { Count: > 0 } steers))
        {
            return null;
        }

        if (end is not (SteerEnd.Completed or SteerEnd.Steered))
        {
            await SteeringRegistry.FailAsync(run.Target, steers, SteerFailure.NotActive).ConfigureAwait(false);
            return null;
        }

        connection.Steers.Keep(run.Target, steers);
        var required = RequiredInput.Of(run.Output);
        if (required.Count == 0)
        {
            return Successor(turn, run.Target.Id);
        }

        // The client may have sent the results without waiting to be told; then there is nothing to tell.
        if (!run.Target.IsContinued)
        {
            foreach (var steer in steers)
            {
                await run.Target.Events.SendAsync(SteerFrames.Pending, writer => SteerFrames.WritePending(writer, steer, required)).ConfigureAwait(false);
            }
        }

        return null;
    }

    // The same settings on the same lane. The steers are its input, but like those of an explicit create they are put in when it starts.
    private Turn Successor(Turn turn, string parentId)
    {
        var frame = JsonObject.Create(turn.Frame) ?? [];
        frame["previous_response_id"] = parentId;
        frame["input"] = new JsonArray();
        return new(emulator.NextTurnNumber(), turn.StreamId, JsonText.ToElement(frame), 0) { IsAutomatic = true };
    }
}
