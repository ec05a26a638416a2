using System.Globalization;

namespace ResponsesWebSocket.Client.Telemetry;

/// <summary>A session as the log names it: an application may have several clients, and each counts from 1.</summary>
/// <param name="Number">The session among those of its client; 0 is none.</param>
/// <param name="Client">The client among those of the process.</param>
/// <param name="Host">Where the socket leads.</param>
internal readonly record struct SessionName(int Number, int Client = 0, string? Host = null)
{
    public override string ToString() => Number == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{Number} of client {Client} to {Host}");
}
