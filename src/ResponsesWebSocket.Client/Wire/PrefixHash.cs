using System.Security.Cryptography;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>
/// The fingerprint of items 0..n, built item by item. A long history is walked on every turn, so a step must cost
/// nanoseconds: two polynomials over the prime 2^61-1 at secret points drawn once per process. Whoever does not know the points
/// cannot aim at a collision, and the items' own fingerprints are cryptographic already.
/// </summary>
internal readonly record struct PrefixHash(ulong First, ulong Second)
{
    private const ulong Prime = (1UL << 61) - 1;

    private static readonly ulong FirstPoint = RandomPoint();
    private static readonly ulong SecondPoint = RandomPoint();

    /// <summary>The chain of no items.</summary>
    public static PrefixHash Empty { get; } = new(1, 1);

    /// <summary>The chain with one more item. Both halves of its fingerprint enter both polynomials.</summary>
    public PrefixHash Append(Fingerprint item) => new(
        Step(Step(First, FirstPoint, item.High), FirstPoint, item.Low),
        Step(Step(Second, SecondPoint, item.Low), SecondPoint, item.High));

    private static ulong Step(ulong value, ulong point, ulong addend)
    {
        var high = Math.BigMul(value, point, out var low);
        // The product is below 2^122: its upper part, shifted to the weight of 2^61 = 1 (mod p), is below 2^61.
        var product = Reduce((low & Prime) + ((high << 3) | (low >> 61)));
        return Reduce(product + ((addend & Prime) + (addend >> 61)));
    }

    private static ulong Reduce(ulong value)
    {
        value = (value & Prime) + (value >> 61);
        return value >= Prime ? value - Prime : value;
    }

    private static ulong RandomPoint()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        ulong point;
        do
        {
            RandomNumberGenerator.Fill(bytes);
            point = BitConverter.ToUInt64(bytes) & Prime;
        }
        while (point is < 2 or >= Prime);
        return point;
    }
}
