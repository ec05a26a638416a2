using System.Text.Json;
using OpenAI.Chat;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>Reads the log probabilities that stand beside the text of an answer.</summary>
internal static class LogProbabilities
{
    /// <summary>All tokens of all messages in order; none when the service sent none.</summary>
    public static List<ChatTokenLogProbabilityDetails> Of(TurnResult response) =>
    [
        .. response.Output
            .Where(static item => item.Kind == ItemKind.Message)
            .SelectMany(OutputJson.TextParts)
            .SelectMany(static part => Entries(part.Part, "logprobs"))
            .Select(static entry => OpenAIChatModelFactory.ChatTokenLogProbabilityDetails(
                Token(entry),
                LogProbability(entry),
                Bytes(entry),
                Entries(entry, "top_logprobs").Select(static top => OpenAIChatModelFactory.ChatTokenTopLogProbabilityDetails(Token(top), LogProbability(top), Bytes(top))))),
    ];

    private static float LogProbability(JsonElement entry) => (float)entry.GetProperty("logprob").GetDouble();

    private static string Token(JsonElement entry) => OutputJson.Text(entry, "token") ?? "";

    /// <summary>Only those with a number that JSON can hold too, so that the history can be written.</summary>
    private static IEnumerable<JsonElement> Entries(JsonElement holder, string name) => OutputJson.Objects(holder, name).Where(static entry =>
        entry.TryGetProperty("logprob", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && float.IsFinite((float)number));

    private static ReadOnlyMemory<byte>? Bytes(JsonElement entry) =>
        entry.TryGetProperty("bytes", out var array) && array.ValueKind == JsonValueKind.Array
            ? array.EnumerateArray().Select(static value => value.ValueKind == JsonValueKind.Number && value.TryGetByte(out var number) ? number : (byte)0).ToArray()
            : default(ReadOnlyMemory<byte>?);
}
