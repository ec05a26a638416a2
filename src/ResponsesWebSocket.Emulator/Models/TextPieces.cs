namespace ResponsesWebSocket.Emulator.Models;

/// <summary>Cuts text into the pieces in which it is streamed.</summary>
internal static class TextPieces
{
    /// <summary>Pieces of at most <paramref name="length"/> characters; a surrogate pair stays whole, since JSON text cannot carry half of one.</summary>
    public static IReadOnlyList<string> Split(string text, int length)
    {
        var pieces = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(start + length, text.Length);
            if (end < text.Length && char.IsHighSurrogate(text[end - 1]) && end - start > 1)
            {
                end--;
            }

            pieces.Add(text[start..end]);
            start = end;
        }

        return pieces;
    }
}
