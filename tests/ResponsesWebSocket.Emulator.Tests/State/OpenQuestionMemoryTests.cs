namespace ResponsesWebSocket.Emulator.Tests.State;

/// <summary>Open questions about what a connection holds, each answered both ways.</summary>
public sealed class OpenQuestionMemoryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Rule", "Q17")]
    [Trait("Rule", "Q23")]
    public async Task A_lane_holds_one_response_or_several(int held)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { ResponsesHeldPerLane = held });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var one = (await socket.AskAsync("say one")).ResponseId();
        await socket.SayAsync("say two", one);
        await socket.SayAsync("say sibling", one);
        var two = (await socket.ReceiveTurnAsync())[^1];
        var sibling = (await socket.ReceiveTurnAsync())[^1];
        var oldest = await socket.AskAsync("say again", one);

        two.OutputText().Should().Be("two");
        IsFound(sibling).Should().Be(held == 2, "the second create with one parent starts when the first has replaced it");
        IsFound(oldest).Should().BeFalse("two newer ones, or an error, have pushed it out");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Rule", "Q18")]
    public async Task A_fork_needs_the_latest_response_of_the_other_lane_or_any(bool latest)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { ResponsesHeldPerLane = 2, ForksNeedLatest = latest });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var one = (await socket.AskAsync("say one", lane: "a")).ResponseId();
        var two = (await socket.AskAsync("say two", one, "a")).ResponseId();
        var older = await socket.AskAsync("say fork", one, "b");
        var newest = await socket.AskAsync("say fork", two, "c");
        var own = await socket.AskAsync("say own", one, "a");

        IsFound(older).Should().Be(!latest);
        IsFound(newest).Should().BeTrue();
        IsFound(own).Should().BeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Rule", "Q19")]
    public async Task A_new_chain_takes_the_place_of_the_old_one_or_stands_beside_it(bool replaces)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { NewChainReplacesOld = replaces });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var old = (await socket.AskAsync("say old")).ResponseId();
        var fresh = (await socket.AskAsync("say fresh")).ResponseId();
        var newer = (await socket.AskAsync("say newer", fresh)).ResponseId();
        var back = await socket.AskAsync("say back", old);
        var passed = await socket.AskAsync("say passed", fresh);

        IsFound(back).Should().Be(!replaces);
        IsFound(passed).Should().BeFalse("of each chain only the newest is held");
        newer.Should().NotBe(fresh);
    }

    private static bool IsFound(System.Text.Json.JsonElement end) =>
        end.Type() == "response.completed" || (end.ErrorCode() == "previous_response_not_found" ? false : throw new InvalidOperationException(end.GetRawText()));

    private static Task<ResponsesEmulator> StartAsync(EmulatorBehavior behavior) => ResponsesEmulator.StartAsync(new() { Behavior = behavior });
}
