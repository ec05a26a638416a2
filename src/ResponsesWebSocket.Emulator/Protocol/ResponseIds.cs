using System.Globalization;
using System.Security.Cryptography;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>Makes the ids of one response and its items in the observed form: prefix and 50 hexadecimal digits, of which the first 16 are common
/// to the response, the next ten are the creation time in Unix seconds, and the rest is random.</summary>
internal sealed class ResponseIds(DateTimeOffset created)
{
    private readonly string _common = RandomNumberGenerator.GetHexString(16, lowercase: true)
        + "00" + created.ToUnixTimeSeconds().ToString("x8", CultureInfo.InvariantCulture);

    public string Next(string prefix) => prefix + _common + RandomNumberGenerator.GetHexString(24, lowercase: true);

    public static string NextCallId() =>
        "call_" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 24);
}

/// <summary>Counts the events of a response, or of a whole lane. Thread-safe.</summary>
internal sealed class LaneNumbers
{
    private int _next;

    public int Next() => Interlocked.Increment(ref _next) - 1;
}
