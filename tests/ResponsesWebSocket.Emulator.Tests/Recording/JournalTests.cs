using System.Text;

namespace ResponsesWebSocket.Emulator.Tests.Recording;

public sealed class JournalTests
{
    [Fact]
    [Trait("Rule", "4.2.1")]
    public async Task The_context_is_the_parent_chain_and_the_input_item_for_item()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("say one");
        await socket.CreateAsync($$"""
            "previous_response_id":"{{first.ResponseId()}}","input":[{"role":"user","content":"say two"},{"role":"developer","content":"x"}]
            """);
        var second = (await socket.ReceiveTurnAsync())[^1];

        var context = emulator.Journal.ContextOf(second.ResponseId());
        context.Should().HaveCount(4);
        context[0].Text("content", 0, "text").Should().Be("say one");
        context[1].GetRawText().Should().Be(first.At("response", "output", 0).GetRawText());
        context[2].GetRawText().Should().Be("""{"role":"user","content":"say two"}""");
        context[3].Text("role").Should().Be("developer");
        var response = emulator.Journal.Responses[1];
        response.Input.Should().HaveCount(2);
        response.Output.Should().ContainSingle().Which.Text("content", 0, "text").Should().Be("two");
        response.PreviousResponseId.Should().Be(first.ResponseId());
        response.Usage!.Value.At("total_tokens").GetInt32().Should().BePositive();
    }

    [Fact]
    public async Task Frames_of_both_directions_are_numbered_and_measured()
    {
        using var limit = TestTimeout.Start();
        var time = new WatchedTime();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { TimeProvider = time });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        const string create = """{"type":"response.create","stream_id":"a","model":"m","input":"say ä"}""";

        await socket.SendAsync(create);
        var events = await socket.ReceiveTurnAsync();

        var frames = emulator.Journal.Frames;
        frames.Should().HaveCount(1 + events.Count);
        frames.Select(static frame => frame.Number).Should().Equal(Enumerable.Range(1, frames.Count));
        frames[0].Should().Match<JournalFrame>(static f => f.FromClient && f.StreamId == "a" && f.Turn == 1 && f.Type == "response.create");
        frames[0].Text.Should().Be(create);
        frames[0].Bytes.Should().Be(Encoding.UTF8.GetByteCount(create));
        frames.Should().OnlyContain(frame => frame.Time == time.GetUtcNow() && frame.ConnectionId == 1);
        frames.Skip(1).Select(static frame => frame.Json!.Value.GetRawText()).Should().Equal(events.Select(static e => e.GetRawText()));
        frames.Skip(1).Should().OnlyContain(static frame => !frame.FromClient && frame.StreamId == "a" && frame.Turn == 1);
        emulator.Journal.Responses[0].Bytes.Should().Be(frames[0].Bytes);
    }

    [Fact]
    public async Task The_key_is_kept_out_of_the_journal()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { ApiKey = "sk-very-secret-1234" });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        await socket.AskAsync("say x");

        emulator.Journal.Connections.Should().ContainSingle().Which.Headers["authorization"].Should().Be("…1234");
    }

    [Fact]
    public async Task Waiting_finds_what_is_there_already_and_what_comes_later()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var later = emulator.Journal.WaitForAsync(static journal => journal.Responses is [var first, ..] ? first : null, limit.Token);
        later.IsCompleted.Should().BeFalse();

        var answer = await socket.AskAsync("say x");
        var now = emulator.Journal.WaitForAsync(static journal => journal.Responses is [var first, ..] ? first : null, limit.Token);

        (await later).ResponseId.Should().Be(answer.ResponseId());
        now.IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public async Task Waiting_can_be_given_up()
    {
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var cancelled = new CancellationTokenSource();
        var wait = emulator.Journal.WaitForAsync<object>(static _ => null, cancelled.Token);

        await cancelled.CancelAsync();

        await FluentActions.Awaiting(() => wait).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task An_unknown_response_has_no_context()
    {
        await using var emulator = await ResponsesEmulator.StartAsync();

        FluentActions.Invoking(() => emulator.Journal.ContextOf("resp_none")).Should().Throw<KeyNotFoundException>();
    }
}
