using System.Security.Cryptography;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Steering;

/// <summary>One <c>response.steer</c> that was accepted.</summary>
/// <param name="Frame">The frame; later events about the steer quote it.</param>
/// <param name="Items">Its input as items.</param>
internal sealed record QueuedSteer(JsonElement Frame, IReadOnlyList<JsonElement> Items)
{
    public string Id { get; } = "steer_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
}
