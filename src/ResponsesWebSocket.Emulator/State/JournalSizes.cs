using System.Runtime.InteropServices;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.State;

/// <summary>About how many bytes the entries of the journal take.</summary>
internal static class JournalSizes
{
    private const int Entry = 256;

    public static long Of(JournalFrame frame) => Entry + 2L * (frame.Text?.Length ?? 0);

    public static long Of(JournalConnection connection) => Entry + Of(connection.Headers);

    public static long Of(JournalRefusal refusal) => Entry + Of(refusal.Headers);

    // The context's items belong to the responses before, of which it only holds references.
    public static long Of(JournalResponse response) =>
        Entry + response.Bytes + response.Output.Sum(Of) + 16L * (response.Context.Count + response.Input.Count + response.Tools.Count);

    public static long Of(JsonElement element) => JsonMarshal.GetRawUtf8Value(element).Length;

    private static long Of(IReadOnlyDictionary<string, string> headers) => headers.Sum(static header => 2L * (header.Key.Length + header.Value.Length) + 64);
}
