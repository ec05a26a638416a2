using System.Security.Cryptography;
using System.Text;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>The service takes call ids of up to 64 characters, histories written elsewhere may hold longer ones.</summary>
internal static class CallIds
{
    private const int Longest = 64;

    /// <summary>The id itself, or a short one that is the same for the call and its result on every turn.</summary>
    public static string ToWireId(string id) =>
        id.Length <= Longest ? id : "call_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16));
}
