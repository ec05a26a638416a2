using System.Text.Json;
using ResponsesWebSocket.Emulator;

namespace Benchmarks.Cost;

/// <summary>
/// Plays the work that the last user message names: <c>calls N</c> makes N calls, one in each response, and then answers; <c>deltas N</c> answers in so
/// many pieces; anything else gets an answer of 200 characters.
/// </summary>
internal sealed class CostModel : IEmulatedModel
{
    public static readonly string Result = new('r', 2000);

    private static readonly ModelAnswer Brief = ModelAnswer.Text(new string('a', 200));
    private static readonly ModelAnswer End = ModelAnswer.Text(new string('a', 400));

    public ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var answered = 0;
        for (var index = request.Context.Count - 1; index >= 0; index--)
        {
            var item = request.Context[index];
            if (item.TryGetProperty("type", out var type) && type.ValueEquals("function_call_output"))
            {
                answered++;
            }
            else if (item.TryGetProperty("role", out var role) && role.ValueEquals("user"))
            {
                return ValueTask.FromResult(Answer(TextOf(item).Split(' ', 3), answered));
            }
        }

        return ValueTask.FromResult(Brief);
    }

    private static ModelAnswer Answer(string[] words, int answered) => words switch
    {
        ["calls", var count, ..] when answered < int.Parse(count, null) => new(
            [new ModelOutput.Call($"Tools-F{answered % 10}", $$"""{"first":"{{answered,10}}","second":"{{answered,10}}","third":{{answered + 1000}}}""")]),
        ["calls", ..] => End,
        ["deltas", var count, ..] => new([new ModelOutput.Text([.. Enumerable.Repeat("twenty characters...", int.Parse(count, null))])]),
        _ => Brief,
    };

    private static string TextOf(JsonElement message) => message.GetProperty("content") is { ValueKind: JsonValueKind.Array } parts
        ? parts[0].GetProperty("text").GetString()!
        : message.GetProperty("content").GetString()!;
}
