using System.Net.WebSockets;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;
using ResponsesWebSocket.Emulator.Steering;
using ResponsesWebSocket.Emulator.Turns;

namespace ResponsesWebSocket.Emulator.Http;

/// <summary>What a turn takes for its connection when it came by HTTP. Nothing outlives the request: only stored responses can be parents.</summary>
internal sealed class HttpExchange(EmulatorOptions options, HttpReply reply, IAnswerWriter writer) : ITurnConnection
{
    public int Id => 0;

    public string Transport => Transports.Http;

    public string Affinity => $"{Transport} {reply.ConnectionId}";

    public ConnectionResponseCache Memory { get; } = new(options.Behavior);

    /// <summary>Never asked: a steer needs a socket to arrive on.</summary>
    public SteeringRegistry Steers { get; } = new(options);

    public Task SendTextAsync(string text, string? streamId, int? turn, CancellationToken cancellationToken) =>
        writer.TakeAsync(JsonText.Parse(text), text, cancellationToken);

    public void Drop() => reply.Drop();

    /// <summary>Nothing to close: an answer ends with its turn.</summary>
    public Task CloseAsync(WebSocketCloseStatus status, string? reason, string? lastFrame, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task FailAsync(Exception defect) => SendTextAsync(Refusals.Defect(defect).ToFrame(null), null, null, reply.Aborted);
}
