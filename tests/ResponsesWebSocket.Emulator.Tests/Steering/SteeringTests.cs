using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Steering;

public sealed class SteeringTests
{
    private const string Added = "response.output_item.added";
    private const string TextDone = "response.output_text.done";
    private const string LastDelta = "response.output_text.delta";

    [Fact]
    [Trait("Rule", "3.4.6")]
    [Trait("Rule", "9.3.1")]
    [Trait("Rule", "9.4.1")]
    [Trait("Rule", "M16")]
    public async Task A_steer_ends_the_response_after_its_current_item_and_a_successor_begins_with_the_queued_input()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, TextDone);

        var id = await socket.StartHeldAsync(held, LastDelta, "say one\nsay two");
        var accepted = await socket.TrySteerAsync(id, "say three");
        held.Release();
        var steered = await socket.ReceiveTurnAsync();
        var successor = await socket.ReceiveTurnAsync();

        accepted.Type().Should().Be("response.steer.accepted");
        accepted.Text("steer", "id").Should().MatchRegex("^steer_[0-9a-f]{32}$");
        accepted.Text("steer", "previous_response_id").Should().Be(id);
        accepted.Has("stream_id").Should().BeFalse();
        steered.Types().Should().Equal(
            TextDone, "response.content_part.done", "response.output_item.done", "response.incomplete");
        steered[^1].IncompleteReason().Should().Be("steered");
        steered[^1].At("response", "output").GetArrayLength().Should().Be(1, "the second text was not begun");
        steered[^1].Text("response", "output", 0, "status").Should().Be("completed");
        steered[^1].At("response", "usage").ValueKind.Should().Be(JsonValueKind.Object);
        successor[0].Type().Should().Be("response.created");
        successor[0].Number().Should().Be(0);
        successor[^1].OutputText().Should().Be("three");
        successor[^1].Text("response", "previous_response_id").Should().Be(id);
        var entry = emulator.Journal.Responses[1];
        entry.IsSteeringSuccessor.Should().BeTrue();
        entry.Turn.Should().Be(2);
        entry.ParentSource.Should().Be(ParentSource.SameLane);
        entry.Context.Select(static item => item.Text("role")).Should().Equal("user", "assistant", "user");
        entry.Input.Should().ContainSingle().Which.Text("content", 0, "text").Should().Be("say three");
        emulator.Journal.Responses[0].Status.Should().Be("incomplete");
    }

    [Fact]
    [Trait("Rule", "3.4.7")]
    [Trait("Rule", "9.4.5")]
    public async Task Steering_events_are_numbered_among_those_of_their_target()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, TextDone);

        await socket.SayAsync("say one");
        var before = await socket.ReceiveUntilAsync(LastDelta);
        await held.Reached;
        await socket.SteerAsync(before[0].ResponseId(), "say two");
        await socket.SendAsync($$"""{"type":"response.steer","previous_response_id":"{{before[0].ResponseId()}}","input":[]}""");
        var answers = new[] { await socket.ReceiveAsync(), await socket.ReceiveAsync() };
        held.Release();
        var after = await socket.ReceiveTurnAsync();
        await socket.ReceiveTurnAsync();
        var late = await socket.TrySteerAsync(before[0].ResponseId(), "say three");

        answers.Types().Should().Equal("response.steer.accepted", "response.steer.failed");
        before.Concat(answers).Concat(after).Append(late).Select(SteeringSocket.Number).Should().Equal(Enumerable.Range(0, before.Count + after.Count + 3));
    }

    [Fact]
    [Trait("Rule", "9.4.1")]
    public async Task A_response_that_has_said_everything_completes_by_itself_and_the_successor_follows_all_the_same()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.completed");

        var id = await socket.StartHeldAsync(held, "response.output_item.done", "say one");
        (await socket.TrySteerAsync(id, "say two")).Type().Should().Be("response.steer.accepted");
        held.Release();
        var terminal = await socket.ReceiveAsync();
        var successor = await socket.ReceiveTurnAsync();

        terminal.Type().Should().Be("response.completed");
        successor[0].Type().Should().Be("response.created");
        successor[^1].OutputText().Should().Be("two");
    }

    [Fact]
    [Trait("Rule", "9.2.3")]
    public async Task Several_steers_apply_in_the_order_in_which_they_were_sent()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, Added);

        var id = await socket.StartHeldAsync(held, "response.in_progress", "zero");
        await socket.TrySteerAsync(id, "one");
        await socket.SendAsync($$"""
            {"type":"response.steer","previous_response_id":"{{id}}","input":[
              {"role":"user","content":"two"},{"type":"message","role":"user","content":[{"type":"input_text","text":"three"}]}]}
            """);
        await socket.ReceiveAsync();
        await socket.TrySteerAsync(id, "recall");
        held.Release();
        await socket.ReceiveTurnAsync();
        var successor = await socket.ReceiveTurnAsync();

        successor[^1].OutputText().Should().Be("zero\none\ntwo\nthree");
        emulator.Journal.Responses.Should().HaveCount(2, "all steers go into one successor");
    }

    [Fact]
    [Trait("Rule", "9.4.2")]
    public async Task A_successor_inherits_lane_and_settings()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, TextDone);

        var id = await socket.StartHeldAsync(
            held, LastDelta, "say one", lane: "worker-7",
            more: ""","instructions":"Be kind.","metadata":{"k":"v"},"max_output_tokens":99,"tools":[{"type":"function","name":"f","parameters":{}}]""");
        var accepted = await socket.TrySteerAsync(id, "say two");
        held.Release();
        await socket.ReceiveTurnAsync();
        var successor = await socket.ReceiveTurnAsync();

        accepted.Text("stream_id").Should().Be("worker-7");
        successor.Select(static frame => frame.Text("stream_id")).Should().AllBe("worker-7");
        var response = successor[0].At("response");
        response.Text("instructions").Should().Be("Be kind.");
        response.Text("model").Should().Be("gpt-6-astra");
        response.At("max_output_tokens").GetInt32().Should().Be(99);
        response.Text("metadata", "k").Should().Be("v");
        response.Text("tools", 0, "name").Should().Be("f");
        response.At("store").GetBoolean().Should().BeFalse();
    }

    [Fact]
    [Trait("Rule", "9.2.4")]
    public async Task A_successor_goes_before_creates_that_wait_in_the_lane_and_can_be_steered_itself()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var first = emulator.Faults.HoldBeforeEvent(1, TextDone);
        // The waiting create is the second to arrive, so the successor is turn 3 and its own successor turn 4.
        using var second = emulator.Faults.HoldBeforeEvent(3, TextDone);

        var id = await socket.StartHeldAsync(first, LastDelta, "say one");
        await socket.SayAsync("say last");
        await socket.TrySteerAsync(id, "say two");
        first.Release();
        await socket.ReceiveTurnAsync();
        var successor = (await socket.ReceiveUntilAsync(LastDelta))[0].ResponseId();
        await second.Reached;
        (await socket.TrySteerAsync(successor, "say three")).Type().Should().Be("response.steer.accepted");
        second.Release();
        await socket.ReceiveTurnAsync();

        (await socket.ReceiveTurnAsync())[^1].OutputText().Should().Be("three");
        (await socket.ReceiveTurnAsync())[^1].OutputText().Should().Be("last");
        emulator.Journal.Responses.Select(static response => response.Turn).Should().Equal(1, 3, 4, 2);
    }

    [Fact]
    [Trait("Rule", "9.2.1")]
    public async Task A_steer_reaches_its_lane_while_another_lane_is_held()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var a = emulator.Faults.HoldBeforeEvent(1, Added);
        using var b = emulator.Faults.HoldBeforeEvent(2, Added);

        var idA = await socket.StartHeldAsync(a, "response.in_progress", "say a", lane: "a");
        var idB = await socket.StartHeldAsync(b, "response.in_progress", "say b", lane: "b");
        (await socket.TrySteerAsync(idB, "say c")).Text("stream_id").Should().Be("b");
        b.Release();
        (await socket.ReceiveTurnAsync())[^1].ResponseId().Should().Be(idB);
        (await socket.ReceiveTurnAsync())[^1].OutputText().Should().Be("c");
        a.Release();

        (await socket.ReceiveTurnAsync())[^1].ResponseId().Should().Be(idA);
    }

    [Fact]
    [Trait("Rule", "7.4.5")]
    public async Task A_lost_connection_loses_queued_steers()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, TextDone);
        emulator.Faults.DropAfterEvent(1, "response.incomplete");

        await socket.SendAsync("""{"type":"response.create","model":"gpt-6-astra","input":"say one"}""");
        var id = (await socket.ReceiveUntilAsync(LastDelta))[0].ResponseId();
        await held.Reached;
        await socket.TrySteerAsync(id, "lost words");
        held.Release();
        (await socket.ReceiveUntilLostAsync())[^1].Type().Should().Be("response.incomplete");
        using var other = await BareSocket.ConnectAsync(emulator, limit.Token);
        var recalled = await other.AskAsync("recall", id);

        recalled.OutputText().Should().Be("say one");
        emulator.Journal.Responses.Should().HaveCount(2, "no successor was created");
    }
}
