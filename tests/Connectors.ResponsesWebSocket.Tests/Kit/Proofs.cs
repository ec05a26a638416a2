namespace Connectors.ResponsesWebSocket.Tests.Kit;

/// <summary>What must hold at the server's side whatever happened.</summary>
internal static class Proofs
{
    /// <summary>
    /// Asks, and proves that what the server reconstructed for each request of the run is the history as it stood then. Without
    /// filters a run only appends, so the history stood at each assistant message it appended, and at its end.
    /// </summary>
    public static async Task<ChatMessageContent> AskEquivalentlyAsync(this Harness harness, ChatHistory history, PromptExecutionSettings settings)
    {
        var before = history.Count;
        var earlier = harness.Emulator.Journal.Responses.Count;

        var answer = await harness.AskAsync(history, settings);

        var asked = Enumerable.Range(before, history.Count - before).Where(index => history[index].Role == AuthorRole.Assistant).Append(history.Count);
        var contexts = harness.Emulator.Journal.Responses.Skip(earlier).Select(static response => Canonical.Of(response.Context)).ToList();
        contexts.Should().BeEquivalentTo(asked.Select(count => Canonical.Of(history.Take(count))).ToList(), static options => options.WithStrictOrdering());
        return answer;
    }

    /// <summary>No call without its one output, in no context that the server ever answered from.</summary>
    public static void EveryCallHasExactlyOneOutput(this Journal journal)
    {
        foreach (var response in journal.Responses)
        {
            var calls = Ids(response.Context, "function_call");
            calls.Should().OnlyHaveUniqueItems();
            Ids(response.Context, "function_call_output").Should().BeEquivalentTo(calls);
        }
    }

    private static List<string?> Ids(IEnumerable<JsonElement> items, string type) =>
        [.. items.Where(item => item.Has("type") && item.Text("type") == type).Select(static item => item.Text("call_id"))];
}
