using Microsoft.AspNetCore.Http;
using ResponsesWebSocket.Emulator.Connections;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator.Hosting;

/// <summary>Answers <c>GET /health</c>: for whoever waits for the program to be up. Needs no key and leaves no trace in the journal.</summary>
internal sealed class HealthEndpoint(EmulatorContext emulator, ConnectionSet connections)
{
    public const string Path = "/health";

    public Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(
            JsonText.WriteObject(writer =>
            {
                writer.WriteString("status", "ok");
                writer.WriteNumber("connections", connections.Count);
                writer.WriteNumber("turns", emulator.Turns);
            }),
            context.RequestAborted);
    }
}
