using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Turns;

/// <summary>One <c>response.create</c> on its way through a lane.</summary>
/// <param name="Number">Its number over the emulator's life.</param>
/// <param name="StreamId">The lane's name; null for the default lane.</param>
/// <param name="Frame">The frame.</param>
/// <param name="Bytes">The frame's size.</param>
internal sealed record Turn(int Number, string? StreamId, JsonElement Frame, int Bytes)
{
    /// <summary>Whether no create asked for it: it follows a steered response by itself.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>Whether it had to wait for its lane or for a slot.</summary>
    public bool HasWaited { get; init; }

    /// <summary>Key of the lane. No named lane can be called by the empty string, so the default lane takes it.</summary>
    public string Lane => StreamId ?? string.Empty;
}
