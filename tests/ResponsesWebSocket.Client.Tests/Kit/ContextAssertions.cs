namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>The invariants that are checked at the server's side.</summary>
internal static class ContextAssertions
{
    /// <summary>Equivalence: what the server reconstructed for a response is the caller's history, no more and no less.</summary>
    public static void ShouldHaveSeen(this Journal journal, string responseId, IEnumerable<ConversationItem> history) =>
        Canonical.Of(journal.ContextOf(responseId)).Should().Equal(Canonical.Of(history), "the service must see exactly the caller's history");

    /// <summary>Ownership: every parent that was accepted lay on the same lane, and none was sent where it is not held.</summary>
    public static void ShouldNeverHaveMissedAParent(this Journal journal)
    {
        journal.Responses.Should().NotContain(static response => response.PreviousResponseId != null && response.ParentSource != ParentSource.SameLane);
        journal.Frames.Should().NotContain(static frame => !frame.FromClient && (frame.Text ?? "").Contains("previous_response_not_found"));
    }

    public static JournalResponse Response(this Journal journal, string responseId) =>
        journal.Responses.Single(response => response.ResponseId == responseId);

    public static IReadOnlyList<JournalFrame> Sent(this Journal journal) => [.. journal.Frames.Where(static frame => frame.FromClient)];

    public static Task WaitForSentAsync(this Journal journal, string eventType, int turn, CancellationToken limit) =>
        journal.WaitUntilAsync(seen => seen.Frames.Any(frame => !frame.FromClient && frame.Turn == turn && frame.Type == eventType), limit);

    public static Task WaitForTurnAsync(this Journal journal, int turn, CancellationToken limit) =>
        journal.WaitUntilAsync(seen => seen.Frames.Any(frame => frame.FromClient && frame.Turn == turn), limit);

    public static Task WaitForClosedAsync(this Journal journal, int connection, CancellationToken limit) =>
        journal.WaitUntilAsync(seen => seen.Connections.Any(candidate => candidate.Id == connection && candidate.Closed is not null), limit);
}
