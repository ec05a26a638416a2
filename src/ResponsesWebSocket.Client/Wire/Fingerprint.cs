using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>
/// 128 bits that stand for a canonical item. Taken from SHA-256, because an item's text may come from anyone: with a weak hash a
/// crafted tool result could pass for another and make a turn continue from a context that is not the caller's.
/// </summary>
internal readonly record struct Fingerprint(ulong High, ulong Low)
{
    public static Fingerprint Of(ReadOnlySpan<byte> canonical)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(canonical, hash);
        return new(BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]));
    }
}
