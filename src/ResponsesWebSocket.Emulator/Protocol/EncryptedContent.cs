using System.Security.Cryptography;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>Opaque content that looks like the service's. Its form shows whether it is whole, so that a client which kept the piece from
/// <c>response.output_item.added</c> is found out when it sends it back.</summary>
internal static class EncryptedContent
{
    private const string Start = "gAAAAABq";
    private const string End = "==";

    public static string Next() => Start + RandomNumberGenerator.GetHexString(86, lowercase: true) + End;

    /// <summary>What <c>response.output_item.added</c> shows of it.</summary>
    public static string Piece(string whole) => whole[..(whole.Length / 2)];

    /// <summary>Whether it began as content of this emulator and lost its end.</summary>
    public static bool IsCutShort(string content) =>
        content.StartsWith(Start, StringComparison.Ordinal) && !content.EndsWith(End, StringComparison.Ordinal);
}
