using System.Text;
using Microsoft.AspNetCore.Http;
using ResponsesWebSocket.Emulator.Faults;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;
using ResponsesWebSocket.Emulator.Turns;

namespace ResponsesWebSocket.Emulator.Http;

/// <summary>Runs the turns that come by HTTP. They share numbers, faults, models and the store with those of sockets, but no lanes: each starts at
/// once.</summary>
internal sealed class HttpTurns(EmulatorContext emulator)
{
    public async Task RunAsync(HttpContext context, IHttpApi api)
    {
        var reply = new HttpReply(emulator, context);
        try
        {
            var payload = await HttpRequestBody.ReadAsync(context, emulator.Options.Limits.BodyBytes).ConfigureAwait(false);
            await TakeAsync(payload, Encoding.UTF8.GetString(payload), reply, api).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client has gone away, or a fault has ended the answer.
        }
        catch (RequestRefusedException refused)
        {
            await reply.SendErrorAsync(refused.Error, reply.Aborted).ConfigureAwait(false);
        }
        catch (BadHttpRequestException bad)
        {
            // The body is too large, or comes too slowly, or not in the form that HTTP has for bodies.
            await reply.SendErrorAsync(new RequestError(bad.StatusCode, null, bad.Message), reply.Aborted).ConfigureAwait(false);
        }
        catch (Exception defect) when (!reply.HasBegun)
        {
            // A fault hook that throws, or a mistake of the emulator.
            await reply.SendErrorAsync(Refusals.Defect(defect), reply.Aborted).ConfigureAwait(false);
        }

        if (!reply.HasBegun)
        {
            // A fault took the answer away. The server would put an empty one in its place.
            reply.Drop();
        }
    }

    private async Task TakeAsync(byte[] payload, string text, HttpReply reply, IHttpApi api)
    {
        if (HttpRequestBody.ParseObject(text) is not { } body)
        {
            reply.RecordRequest(text, payload.Length);
            throw new RequestRefusedException(Refusals.InvalidJson);
        }

        var number = emulator.NextTurnNumber();
        reply.Turn = number;
        reply.RecordRequest(text, payload.Length);
        if (await new TurnFaults(emulator.Faults, number, 0, null).AtArrivalAsync(reply.Aborted).ConfigureAwait(false) is FaultAction.DropConnection)
        {
            return;
        }

        var turn = new Turn(number, null, api.ToFrame(body), payload.Length);
        await new TurnRunner(emulator, new HttpExchange(emulator.Options, reply, api.WriterFor(body, reply))).RunAsync(turn, reply.Aborted).ConfigureAwait(false);
    }
}
