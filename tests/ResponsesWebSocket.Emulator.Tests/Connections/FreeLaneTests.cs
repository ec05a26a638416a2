namespace ResponsesWebSocket.Emulator.Tests.Connections;

/// <summary>Whoever has heard the end of a turn may send the next create: the lane is free then, although the turn has not wound up.</summary>
public sealed class FreeLaneTests
{
    [Theory]
    [InlineData("say one", "response.completed")]
    [InlineData("fail server_error", "error")]
    [InlineData("", "error")]
    [Trait("Rule", "Q12")]
    public async Task A_create_behind_the_end_of_a_turn_counts_neither_as_waiting_nor_as_one_too_many(string first, string end)
    {
        using var limit = TestTimeout.Start();
        var windingUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var emulator = await StartAsync(new() { MaximumQueuedCreates = 0, AnnouncesQueuedCreates = true });
        emulator.Faults.OnFault = point =>
            point is { Turn: 1, Stage: FaultStage.AfterEvent } && point.EventType == end ? FaultAction.WaitFor(windingUp.Task) : FaultAction.None;
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync(first, first.Length == 0 ? "resp_0" : null);
        var ended = await socket.ReceiveUntilAsync(end);
        await socket.SayAsync("say two");
        await socket.SayAsync("say too many");
        var refused = await socket.ReceiveAsync();
        windingUp.SetResult();
        var second = await socket.ReceiveTurnAsync();

        ended[^1].Type().Should().Be(end);
        refused.ErrorCode().Should().Be("rate_limit_exceeded", "one waits for nothing, two are one too many");
        second[^1].OutputText().Should().Be("two");
        second.Types().Should().NotContain("response.queued");
    }

    [Fact]
    [Trait("Rule", "Q12")]
    public async Task The_last_slot_is_free_with_the_end_of_its_turn_and_taken_again_by_the_next_create()
    {
        using var limit = TestTimeout.Start();
        var windingUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var emulator = await StartAsync(new() { MaximumQueuedCreates = 0 });
        emulator.Faults.OnFault = point =>
            point is { Turn: 16, Stage: FaultStage.AfterEvent, EventType: "response.completed" } ? FaultAction.WaitFor(windingUp.Task) : FaultAction.None;
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var held = Enumerable.Range(1, 15).Select(turn => emulator.Faults.HoldBeforeEvent(turn, "response.created")).ToList();
        for (var lane = 1; lane <= 15; lane++)
        {
            await socket.SayAsync("say held", lane: $"lane{lane}");
        }

        (await socket.AskAsync("say one", lane: "lane16")).OutputText().Should().Be("one");
        await socket.SayAsync("say two", lane: "lane17");
        await socket.SayAsync("say too many", lane: "lane18");
        var refused = await socket.ReceiveAsync();
        windingUp.SetResult();
        var second = await socket.ReceiveTurnAsync();
        held.ForEach(static turn => turn.Release());

        refused.ErrorCode().Should().Be("rate_limit_exceeded");
        second[^1].OutputText().Should().Be("two");
    }

    [Fact]
    [Trait("Rule", "Q12")]
    public async Task While_a_steer_keeps_the_lane_for_another_response_it_is_not_free()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { MaximumQueuedCreates = 0 });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.output_text.done");
        using var next = emulator.Faults.HoldBeforeEvent(2, "response.created");

        var id = await socket.StartHeldAsync(held, "response.output_text.delta", "say one");
        await socket.TrySteerAsync(id, "say two");
        held.Release();
        await next.Reached.WaitAsync(limit.Token);
        await socket.ReceiveUntilAsync("response.incomplete");
        await socket.SayAsync("say too many");
        var refused = await socket.ReceiveAsync();
        next.Release();
        var second = await socket.ReceiveTurnAsync();

        refused.ErrorCode().Should().Be("rate_limit_exceeded");
        second[^1].OutputText().Should().Be("two");
        (await socket.AskAsync("say free")).OutputText().Should().Be("free");
    }

    private static Task<ResponsesEmulator> StartAsync(EmulatorBehavior behavior) => ResponsesEmulator.StartAsync(new() { Behavior = behavior });
}
