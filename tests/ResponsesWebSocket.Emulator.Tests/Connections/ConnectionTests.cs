using System.Net;
using System.Net.WebSockets;

namespace ResponsesWebSocket.Emulator.Tests.Connections;

public sealed class ConnectionTests
{
    [Theory]
    [InlineData(null, "Missing bearer")]
    [InlineData("Bearer wrong", "Incorrect API key")]
    [InlineData("Basic dGVzdC1rZXk=", "Missing bearer")]
    public async Task A_missing_or_wrong_key_is_answered_401_with_a_json_body(string? authorization, string message)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.Endpoint + "/responses"));
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var response = await http.SendAsync(request, limit.Token);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using var body = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync(limit.Token));
        body.RootElement.Text("error", "message").Should().StartWith(message);
        body.RootElement.Text("error", "type").Should().Be("invalid_request_error");
        emulator.Journal.RefusedUpgrades.Should().ContainSingle().Which.Status.Should().Be(401);
    }

    [Fact]
    public async Task An_upgrade_without_key_is_refused()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;

        var connect = () => socket.ConnectAsync(BareSocket.AddressOf(emulator), limit.Token);

        await connect.Should().ThrowAsync<WebSocketException>();
        socket.HttpStatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Upgrades_are_refused_as_told_until_told_otherwise()
    {
        using var limit = TestTimeout.Start();
        var options = new EmulatorOptions { RefuseUpgrade = HttpStatusCode.TooManyRequests, RetryAfter = TimeSpan.FromSeconds(7) };
        await using var emulator = await ResponsesEmulator.StartAsync(options);
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Authorization", "Bearer test-key");

        var connect = () => socket.ConnectAsync(BareSocket.AddressOf(emulator), limit.Token);
        await connect.Should().ThrowAsync<WebSocketException>();
        options.RefuseUpgrade = null;
        using var second = await BareSocket.ConnectAsync(emulator, limit.Token);

        socket.HttpStatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        socket.HttpResponseHeaders!["Retry-After"].Should().Equal("7");
        (await second.AskAsync("say hi")).OutputText().Should().Be("hi");
    }

    [Theory]
    [InlineData("PUT", "/v1/responses", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/v1/responses", HttpStatusCode.UpgradeRequired)]
    [InlineData("GET", "/v1/other", HttpStatusCode.NotFound)]
    public async Task What_is_no_upgrade_is_answered_by_a_status(string method, string path, HttpStatusCode expected)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new(method), new Uri(emulator.Endpoint, path));
        request.Headers.Authorization = new("Bearer", emulator.ApiKey);

        using var response = await http.SendAsync(request, limit.Token);

        response.StatusCode.Should().Be(expected);
    }

    [Fact]
    [Trait("Rule", "6.2.4")]
    [Trait("Rule", "7.1.1")]
    [Trait("Rule", "M9")]
    public async Task The_age_limit_strikes_an_idle_connection_with_a_frame_and_then_1000()
    {
        using var limit = TestTimeout.Start();
        var time = new WatchedTime();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { TimeProvider = time });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        await socket.AskAsync("say hi");

        time.Advance(TimeSpan.FromMinutes(60));
        var frame = await socket.ReceiveAsync();
        var end = await socket.ReceiveTextAsync();
        await socket.CloseAsync();
        await emulator.Journal.WaitUntilAsync(static journal => journal.Connections[0].Closed is not null, limit.Token);

        frame.ErrorCode().Should().Be("websocket_connection_limit_reached");
        frame.At("status").GetInt32().Should().Be(400);
        frame.At("error").Has("param").Should().BeFalse();
        frame.Has("stream_id").Should().BeFalse();
        frame.Text("error", "message").Should().Contain("60 minutes");
        end.Should().BeNull();
        socket.CloseStatus.Should().Be(WebSocketCloseStatus.NormalClosure);
        emulator.Journal.Connections[0].CloseStatus.Should().Be(1000);
        emulator.Journal.Connections[0].Closed.Should().Be(time.GetUtcNow());
    }

    [Fact]
    [Trait("Rule", "7.1.2")]
    [Trait("Rule", "M9")]
    public async Task The_age_limit_cuts_the_running_turn_and_drops_the_queued_one()
    {
        using var limit = TestTimeout.Start();
        var time = new WatchedTime();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { TimeProvider = time });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.completed");

        await socket.SayAsync("say running");
        await socket.SayAsync("say queued");
        await emulator.Journal.WaitUntilAsync(static journal => journal.Frames.Count(static frame => frame.FromClient) == 2, limit.Token);
        await socket.ReceiveUntilAsync("response.output_item.done");
        await held.Reached.WaitAsync(limit.Token);
        time.Advance(TimeSpan.FromMinutes(60));
        var frame = await socket.ReceiveAsync();
        var end = await socket.ReceiveTextAsync();

        frame.ErrorCode().Should().Be("websocket_connection_limit_reached");
        end.Should().BeNull();
        await emulator.Journal.WaitUntilAsync(static journal => journal.Responses[0].Status == "cancelled", limit.Token);
        emulator.Journal.Responses.Should().ContainSingle();
    }

    [Fact]
    [Trait("Rule", "7.1.1")]
    public async Task Nothing_happens_before_the_age_limit()
    {
        using var limit = TestTimeout.Start();
        var time = new WatchedTime();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { TimeProvider = time });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        time.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromSeconds(1));

        (await socket.AskAsync("say hi")).OutputText().Should().Be("hi");
    }

    [Fact]
    [Trait("Rule", "7.1.4")]
    [Trait("Rule", "Q5")]
    public async Task A_message_at_the_limit_closes_with_1009()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { MaximumMessageBytes = 1000 });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SendAsync(Create(999));
        var below = (await socket.ReceiveTurnAsync())[^1];
        await socket.SendAsync(Create(1000));
        var end = await socket.ReceiveTextAsync();

        below.Type().Should().Be("response.completed");
        end.Should().BeNull();
        socket.CloseStatus.Should().Be(WebSocketCloseStatus.MessageTooBig);

        static string Create(int bytes)
        {
            const string frame = """{"type":"response.create","model":"m","input":"say hi","user":""}""";
            return frame.Replace("\"user\":\"\"", $"\"user\":\"{new string('u', bytes - frame.Length)}\"", StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Rule", "7.1.4")]
    [Trait("Rule", "M10")]
    [Trait("Rule", "Q5")]
    public async Task A_message_of_16_MiB_closes_with_1009_by_default()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SendAsync(new string('x', 16 * 1024 * 1024));
        var end = await socket.ReceiveTextAsync();

        end.Should().BeNull();
        socket.CloseStatus.Should().Be(WebSocketCloseStatus.MessageTooBig);
    }

    [Fact]
    public async Task A_binary_message_closes_with_1003()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SendBinaryAsync([1, 2, 3]);
        var end = await socket.ReceiveTextAsync();

        end.Should().BeNull();
        socket.CloseStatus.Should().Be(WebSocketCloseStatus.InvalidMessageType);
        emulator.Journal.Frames.Should().ContainSingle().Which.Should().Match<JournalFrame>(static f => f.FromClient && f.Text == null && f.Bytes == 3);
    }

    [Theory]
    [InlineData("{\"type\":", "invalid_json")]
    [InlineData("[]", "invalid_json")]
    [InlineData("{\"type\":\"session.update\"}", "unsupported_event_type")]
    [InlineData("{}", "unsupported_event_type")]
    [Trait("Rule", "6.3.7")]
    public async Task A_frame_that_makes_no_sense_is_refused_and_the_connection_stays(string frame, string code)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SendAsync(frame);
        var error = await socket.ReceiveAsync();

        error.Type().Should().Be("error");
        error.At("status").GetInt32().Should().Be(400);
        error.ErrorCode().Should().Be(code);
        (await socket.AskAsync("say hi")).OutputText().Should().Be("hi");
    }

    [Fact]
    [Trait("Rule", "7.3.3")]
    public async Task A_close_is_answered_and_noted()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.CloseAsync();
        await emulator.Journal.WaitUntilAsync(static journal => journal.Connections[0].Closed is not null, limit.Token);

        socket.CloseStatus.Should().Be(WebSocketCloseStatus.NormalClosure);
        emulator.Journal.Connections[0].CloseStatus.Should().Be(1000);
    }

    [Fact]
    [Trait("Rule", "7.3.1")]
    public async Task The_server_closes_in_good_order_when_told()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await emulator.CloseConnectionsAsync(1012, "restart", limit.Token);
        var end = await socket.ReceiveTextAsync();

        end.Should().BeNull();
        ((int?)socket.CloseStatus).Should().Be(1012);
    }

    [Fact]
    public async Task Injected_messages_arrive_as_they_are()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await emulator.InjectTextAsync("not json", limit.Token);
        var text = await socket.ReceiveTextAsync();
        await emulator.InjectBinaryAsync(new byte[] { 65, 66 }, limit.Token);
        var binary = await socket.ReceiveTextAsync();

        text.Should().Be("not json");
        binary.Should().Be("AB");
        emulator.Journal.Frames.Select(static frame => frame.Text).Should().Equal("not json", null);
    }

    [Fact]
    public async Task Connections_are_counted_while_they_are_served()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var one = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var two = await BareSocket.ConnectAsync(emulator, limit.Token);
        await one.AskAsync("say hi");
        await two.AskAsync("say hi");

        emulator.OpenConnections.Should().Be(2);
        emulator.DropConnections();
        (await one.ReceiveUntilLostAsync()).Should().BeEmpty();
        (await two.ReceiveUntilLostAsync()).Should().BeEmpty();
        await emulator.Journal.WaitUntilAsync(static journal => journal.Connections.All(static c => c.Closed is not null), limit.Token);
        emulator.Journal.Connections.Should().OnlyContain(static c => c.CloseStatus == null);
    }

    [Fact]
    public async Task A_connection_is_known_as_soon_as_the_client_is_connected()
    {
        await using var emulator = await ResponsesEmulator.StartAsync();
        for (var i = 1; i <= 20; i++)
        {
            using var limit = TestTimeout.Start();
            using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

            emulator.OpenConnections.Should().Be(1);
            emulator.Journal.Connections.Should().HaveCount(i);
            emulator.DropConnections();
            emulator.OpenConnections.Should().Be(0);
            emulator.Journal.Connections[^1].Closed.Should().NotBeNull("a drop is an end at once");
            (await socket.ReceiveUntilLostAsync()).Should().BeEmpty();
        }
    }

    [Fact]
    [Trait("Rule", "7.2.2")]
    public async Task A_client_that_never_answers_pings_is_given_up()
    {
        using var limit = TestTimeout.Start();
        var options = new EmulatorOptions { PingInterval = TimeSpan.FromMilliseconds(20), PongTimeout = TimeSpan.FromMilliseconds(20) };
        await using var emulator = await ResponsesEmulator.StartAsync(options);

        // A ClientWebSocket answers pings only while a receive is pending, and here none ever is.
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        await emulator.Journal.WaitUntilAsync(static journal => journal.Connections[0].Closed is not null, limit.Token);

        emulator.Journal.Connections[0].CloseStatus.Should().Be(1011);
    }
}
