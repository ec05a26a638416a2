using System.Net;

namespace ResponsesWebSocket.Emulator.Tests.Recording;

public sealed class CompactJournalTests
{
    [Fact]
    [Trait("Rule", "8.2.5")]
    public async Task A_compaction_is_in_the_journal_with_request_and_answer_and_is_no_turn()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new BareHttp(emulator, limit.Token);
        const string Body = """{"model":"gpt-6-astra","input":"one"}""";

        var answer = await http.PostAsync("responses/compact", Body);
        var refused = await http.PostAsync("responses/compact", "{}");

        refused.Status.Should().Be(HttpStatusCode.BadRequest);
        var frames = emulator.Journal.Frames;
        frames.Select(static frame => (frame.FromClient, frame.Status, frame.Text)).Should().Equal(
            (true, null, Body), (false, 200, answer.Body), (true, null, "{}"), (false, 400, refused.Body));
        frames.Should().OnlyContain(static frame =>
            frame.Route == "POST /v1/responses/compact" && frame.Transport == "http" && frame.ConnectionId == 0 && frame.Turn == null);
        frames[0].Bytes.Should().Be(Body.Length);
        emulator.Journal.Responses.Should().BeEmpty();
    }
}
