namespace ResponsesWebSocket.Emulator.Tests.Protocol;

public sealed class ProfileTests
{
    [Theory]
    [InlineData(EmulatorProfile.Azure)]
    [InlineData(EmulatorProfile.XAi)]
    [Trait("Rule", "5.11")]
    public async Task Without_lanes_a_stream_id_is_an_unsupported_parameter(EmulatorProfile profile)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Profile = profile });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var refused = await socket.AskAsync("say one", lane: "a");
        var accepted = await socket.AskAsync("say two", more: ",\"stream_id\":null");

        refused.At("status").GetInt32().Should().Be(400);
        refused.Text("error", "message").Should().Be("Unsupported parameter: stream_id");
        refused.Has("stream_id").Should().BeFalse();
        accepted.OutputText().Should().Be("two");
    }

    [Fact]
    [Trait("Rule", "5.11")]
    public async Task Azure_refuses_a_create_while_another_one_runs()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Profile = EmulatorProfile.Azure });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.completed");

        await socket.SayAsync("say one");
        await held.Reached.WaitAsync(limit.Token);
        await socket.SayAsync("say two");
        var events = await socket.ReceiveUntilAsync("error");
        held.Release();
        var first = await socket.ReceiveAsync();

        events[^1].ErrorCode().Should().Be("response_already_in_flight");
        first.OutputText().Should().Be("one");
        emulator.Journal.Responses.Should().ContainSingle();
    }

    [Fact]
    public async Task Azure_takes_the_next_create_as_soon_as_the_terminal_event_is_out()
    {
        // Repeated, because a turn that counted as running until it has wound up would refuse the next one only now and then.
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Profile = EmulatorProfile.Azure });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        string? parent = null;

        for (var round = 0; round < 100; round++)
        {
            var answer = await socket.AskAsync("say x", parent);
            answer.Type().Should().Be("response.completed");
            parent = answer.ResponseId();
            (await socket.AskAsync("fail server_error")).ErrorCode().Should().Be("server_error");
            parent = (await socket.AskAsync("say y")).ResponseId();
        }
    }

    [Theory]
    [InlineData(EmulatorProfile.Azure, "error")]
    [InlineData(EmulatorProfile.XAi, "response.completed")]
    [Trait("Rule", "4.3.5")]
    public async Task Azure_loses_the_cached_response_by_any_failed_turn(EmulatorProfile profile, string expected)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Profile = profile });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("say one");
        await socket.AskAsync("fail server_error");
        var next = await socket.AskAsync("say two", first.ResponseId());

        next.Type().Should().Be(expected);
    }

    [Theory]
    [InlineData(EmulatorProfile.OpenAI, 60)]
    [InlineData(EmulatorProfile.Azure, 60)]
    [InlineData(EmulatorProfile.XAi, 25)]
    [InlineData(EmulatorProfile.ChatGpt, 60)]
    [Trait("Rule", "7.1.3")]
    public async Task A_connection_lives_as_long_as_the_profile_says(EmulatorProfile profile, int minutes)
    {
        using var limit = TestTimeout.Start();
        var time = new WatchedTime();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Profile = profile, TimeProvider = time });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        await socket.AskAsync("say one", more: ",\"instructions\":\"x\"");

        time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        (await socket.AskAsync("say two", more: ",\"instructions\":\"x\"")).Type().Should().Be("response.completed");
        time.Advance(TimeSpan.FromSeconds(1));

        (await socket.ReceiveAsync()).ErrorCode().Should().Be("websocket_connection_limit_reached");
    }

    [Fact]
    public async Task An_age_that_was_set_wins_over_the_profile()
    {
        using var limit = TestTimeout.Start();
        var time = new WatchedTime();
        var options = new EmulatorOptions { Profile = EmulatorProfile.XAi, TimeProvider = time, MaximumConnectionAge = TimeSpan.FromMinutes(3) };
        await using var emulator = await ResponsesEmulator.StartAsync(options);
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        await socket.AskAsync("say one");

        time.Advance(TimeSpan.FromMinutes(3));

        (await socket.ReceiveAsync()).ErrorCode().Should().Be("websocket_connection_limit_reached");
    }

    [Theory]
    [InlineData("""{"type":"response.create","model":"m","input":"x","store":true,"instructions":"i"}""", "Store must be set to false")]
    [InlineData("""{"type":"response.create","model":"m","input":"x","instructions":"i"}""", "Store must be set to false")]
    [InlineData("""{"type":"response.create","model":"m","input":"x","store":false}""", "Instructions are required")]
    [InlineData("""{"type":"response.create","model":"m","input":"x","store":false,"instructions":"i","foo":1}""", "Unsupported parameter: foo")]
    [InlineData("""{"type":"response.create","model":"m","input":"x","store":false,"instructions":"i","stream_id":"a"}""", "Unsupported parameter: stream_id")]
    [Trait("Rule", "5.11")]
    public async Task ChatGpt_refuses_by_detail(string create, string detail)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Profile = EmulatorProfile.ChatGpt });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SendAsync(create);

        (await socket.ReceiveTextAsync()).Should().Be($$$"""{"type":"error","status":400,"error":{"detail":"{{{detail}}}"}}""");
    }
}
