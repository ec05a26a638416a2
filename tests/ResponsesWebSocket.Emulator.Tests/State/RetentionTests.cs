namespace ResponsesWebSocket.Emulator.Tests.State;

/// <summary>What is kept, and for how long.</summary>
public sealed class RetentionTests
{
    [Fact]
    public async Task The_journal_drops_its_oldest_frames_and_says_how_many()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Limits = new() { JournalBytes = 100_000 } });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        for (var turn = 0; turn < 50; turn++)
        {
            await socket.AskAsync($"say {turn}");
        }

        var frames = emulator.Journal.Frames;
        var dropped = emulator.Journal.Dropped;

        dropped.Frames.Should().BePositive();
        frames.Select(static frame => frame.Number).Should().Equal(Enumerable.Range((int)dropped.Frames + 1, frames.Count));
        frames.Sum(static frame => 2 * frame.Text!.Length).Should().BeInRange(30_000, 100_000);
        frames[^1].Type.Should().Be("response.completed");
        frames[^1].Turn.Should().Be(50);
        emulator.Journal.Connections.Should().ContainSingle();
    }

    [Fact]
    public async Task A_journal_that_keeps_nothing_still_counts_and_turns_go_on()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Limits = new() { JournalBytes = 0 } });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var end = await socket.AskAsync("say hello");
        var again = await socket.AskAsync("recall", end.ResponseId());

        again.OutputText().Should().Be("say hello");
        emulator.Journal.Frames.Should().BeEmpty();
        emulator.Journal.Responses.Should().BeEmpty();
        emulator.Journal.Connections.Should().BeEmpty();
        emulator.Journal.Dropped.Should().Be(new JournalDropped(emulator.Journal.Dropped.Frames, 2, 1, 0));
        emulator.Journal.Dropped.Frames.Should().BeGreaterThan(10);
        FluentActions.Invoking(() => emulator.Journal.ContextOf(end.ResponseId())).Should().Throw<KeyNotFoundException>().WithMessage("*no longer kept*");
    }

    [Fact]
    public async Task By_default_nothing_is_dropped()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.AskAsync("stream 1000");

        emulator.Journal.Dropped.Should().Be(new JournalDropped(0, 0, 0, 0));
        emulator.Journal.Frames.Count.Should().BeGreaterThan(1000);
    }

    [Fact]
    public async Task The_store_forgets_its_oldest_responses_as_if_they_had_never_been_stored()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Limits = new() { StoredBytes = 30_000 } });
        using var http = new BareHttp(emulator, limit.Token);
        var ids = new List<string>();
        for (var turn = 0; turn < 20; turn++)
        {
            ids.Add((await http.SayAsync($"say {turn}")).Json.Text("id")!);
        }

        var first = await http.SayAsync("recall", $",\"previous_response_id\":\"{ids[0]}\"");
        var last = await http.SayAsync("recall", $",\"previous_response_id\":\"{ids[^1]}\"");

        first.Json.Text("error", "code").Should().Be("previous_response_not_found");
        last.Json.Text("output", 0, "content", 0, "text").Should().Be("say 19");
        ((int)(await http.GetAsync($"responses/{ids[0]}")).Status).Should().Be(404);
        ((int)(await http.GetAsync($"responses/{ids[^1]}")).Status).Should().Be(200);
    }

    [Fact]
    public async Task A_response_of_a_thousand_turns_ago_can_no_longer_be_steered()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var first = (await socket.AskAsync("say first")).ResponseId();
        var recent = string.Empty;
        for (var turn = 0; turn < 1000; turn++)
        {
            recent = (await socket.AskAsync("say more")).ResponseId();
        }

        (await SteerAsync(recent)).Should().Be("response_already_completed");
        (await SteerAsync(first)).Should().Be("response_not_found");

        async Task<string?> SteerAsync(string id)
        {
            await socket.SendAsync($$"""{"type":"response.steer","previous_response_id":"{{id}}","input":"now"}""");
            return (await socket.ReceiveUntilAsync("response.steer.failed"))[^1].ErrorCode();
        }
    }

    [Fact]
    public void Limits_below_nothing_are_refused()
    {
        FluentActions.Invoking(static () => new EmulatorLimits { QueuedBytes = -1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(static () => new EmulatorLimits { BodyBytes = -1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(static () => new EmulatorLimits { StoredBytes = -1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(static () => new EmulatorLimits { JournalBytes = -1 }).Should().Throw<ArgumentOutOfRangeException>();
    }
}
