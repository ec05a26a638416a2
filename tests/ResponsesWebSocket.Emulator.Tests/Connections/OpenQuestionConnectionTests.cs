using System.Net;
using System.Net.WebSockets;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Connections;

/// <summary>Open questions about connections, each answered both ways.</summary>
public sealed class OpenQuestionConnectionTests
{
    private readonly WatchedTime _time = new();

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(7, 1001)]
    [Trait("Rule", "Q1")]
    public async Task The_close_after_the_age_limit_has_any_status_and_comes_at_once_or_later(int seconds, int status)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { AgeLimitCloseStatus = status, AgeLimitCloseDelay = TimeSpan.FromSeconds(seconds) });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await _time.AdvanceWhenAwaitedAsync(TimeSpan.FromMinutes(60), limit.Token);
        var frame = await socket.ReceiveAsync();
        if (seconds > 0)
        {
            (await socket.AskAsync("say still here")).OutputText().Should().Be("still here");
            await _time.AdvanceWhenAwaitedAsync(TimeSpan.FromSeconds(seconds), limit.Token);
        }

        frame.ErrorCode().Should().Be("websocket_connection_limit_reached");
        (await socket.ReceiveTextAsync()).Should().BeNull();
        ((int?)socket.CloseStatus).Should().Be(status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Rule", "Q2")]
    public async Task A_turn_that_runs_at_the_age_limit_is_cut_or_finished(bool finishes)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { FinishesTurnsAtAgeLimit = finishes });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.completed");
        await socket.StartHeldAsync(held, "response.output_item.done", "say running");
        await socket.SayAsync("say queued");
        await emulator.Journal.WaitUntilAsync(static journal => journal.Frames.Count(static frame => frame.FromClient) == 2, limit.Token);

        await _time.AdvanceWhenAwaitedAsync(TimeSpan.FromMinutes(60), limit.Token);
        var frame = await socket.ReceiveAsync();
        held.Release();
        var rest = await ReadToCloseAsync(socket);

        frame.ErrorCode().Should().Be("websocket_connection_limit_reached");
        rest.Select(static text => JsonDocument.Parse(text).RootElement.OutputText()).Should().Equal(finishes ? ["running"] : []);
        socket.CloseStatus.Should().Be(WebSocketCloseStatus.NormalClosure);
        emulator.Journal.Responses.Should().ContainSingle("what waits is dropped");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [Trait("Rule", "Q3")]
    public async Task A_turn_ends_with_its_connection_or_goes_on_without_it(bool goesOn, bool byHook)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { FinishesTurnsWithoutConnection = goesOn });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var http = new BareHttp(emulator, limit.Token);
        using var held = emulator.Faults.HoldBeforeEvent(1, "response.output_item.added");

        await socket.SendAsync("""{"type":"response.create","model":"gpt-6-astra","store":true,"input":"say kept"}""");
        var id = (await socket.ReceiveUntilAsync("response.in_progress"))[0].ResponseId();
        await held.Reached.WaitAsync(limit.Token);
        if (byHook)
        {
            emulator.Faults.DropAfterEvent(1, "response.output_item.added");
        }
        else
        {
            emulator.DropConnections();
        }

        held.Release();
        await emulator.Journal.WaitUntilAsync(static journal => journal.Responses[0].Status != "in_progress", limit.Token);
        var stored = await http.GetAsync($"responses/{id}");

        emulator.Journal.Responses[0].Status.Should().Be(goesOn ? "completed" : "cancelled");
        stored.Status.Should().Be(goesOn ? HttpStatusCode.OK : HttpStatusCode.NotFound);
        (await socket.ReceiveUntilLostAsync()).Types().Should().Equal(byHook ? ["response.output_item.added"] : [], "nobody hears the rest");
    }

    [Theory]
    [InlineData(BadMessageAnswer.Error)]
    [InlineData(BadMessageAnswer.ErrorAndClose)]
    [InlineData(BadMessageAnswer.Close)]
    [Trait("Rule", "Q7")]
    [Trait("Rule", "Q8")]
    public async Task A_bad_message_is_answered_by_an_error_or_a_close_or_both(BadMessageAnswer answer)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { MalformedMessages = answer, BinaryMessages = answer });

        foreach (var message in new[] { "{", "{\"type\":\"x\"}", null })
        {
            using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
            await (message is null ? socket.SendBinaryAsync([1]) : socket.SendAsync(message));
            if (answer != BadMessageAnswer.Close)
            {
                (await socket.ReceiveAsync()).At("status").GetInt32().Should().Be(400);
            }

            if (answer == BadMessageAnswer.Error)
            {
                (await socket.AskAsync("say hi")).OutputText().Should().Be("hi");
                continue;
            }

            (await socket.ReceiveTextAsync()).Should().BeNull();
            ((int?)socket.CloseStatus).Should().Be(message is null ? 1003 : 1008);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Rule", "Q20")]
    public async Task A_rate_limit_brings_headers_along_or_not(bool headers)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { RateLimitHeaders = headers });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        emulator.Faults.FailTurn(1, 429, "rate_limit_exceeded", "x");
        emulator.Faults.FailTurn(2, EmulatedErrors.RateLimitExceeded(TimeSpan.FromSeconds(3)));

        var plain = await socket.AskAsync("x");
        var formed = await socket.AskAsync("x");

        plain.At("error").Has("headers").Should().Be(headers);
        formed.At("error").Has("headers").Should().Be(headers);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Rule", "Q21")]
    public async Task A_key_expires_while_connected_or_never(bool expires)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(expires ? new() { KeyLifetime = TimeSpan.FromMinutes(10) } : new());
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        (await socket.AskAsync("say one")).OutputText().Should().Be("one");

        _time.Advance(TimeSpan.FromMinutes(10));
        var later = await socket.AskAsync("say two", lane: "a");

        later.Type().Should().Be(expires ? "error" : "response.completed");
        later.Text("stream_id").Should().Be("a");
        if (expires)
        {
            (later.At("status").GetInt32(), later.ErrorCode()).Should().Be((401, "invalid_api_key"));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [Trait("Rule", "Q24")]
    public async Task Connections_are_limited_or_not(int? most)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { MaximumConnections = most });
        using var first = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var second = new ClientWebSocket();
        second.Options.CollectHttpResponseDetails = true;
        second.Options.SetRequestHeader("Authorization", $"Bearer {emulator.ApiKey}");

        var connect = () => second.ConnectAsync(BareSocket.AddressOf(emulator), limit.Token);

        await (most is null ? connect.Should().NotThrowAsync() : (Task)connect.Should().ThrowAsync<WebSocketException>());
        second.HttpStatusCode.Should().Be(most is null ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden);
        (await first.AskAsync("say hi")).OutputText().Should().Be("hi");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Rule", "Q25")]
    public async Task A_key_among_the_subprotocols_is_taken_or_not(bool takes)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { TakesKeyAsSubprotocol = takes });
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.AddSubProtocol("responses");
        socket.Options.AddSubProtocol($"openai-insecure-api-key.{emulator.ApiKey}");

        var connect = () => socket.ConnectAsync(BareSocket.AddressOf(emulator), limit.Token);

        await (takes ? connect.Should().NotThrowAsync() : (Task)connect.Should().ThrowAsync<WebSocketException>());
        socket.HttpStatusCode.Should().Be(takes ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Unauthorized);
        socket.SubProtocol.Should().Be(takes ? "responses" : null);
        var headers = takes ? emulator.Journal.Connections[0].Headers : emulator.Journal.RefusedUpgrades[0].Headers;
        headers["Sec-WebSocket-Protocol"].Should().Be("responses, openai-insecure-api-key.…-key", "a key does not belong into the journal");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Rule", "Q27")]
    public async Task Compression_is_agreed_to_or_not(bool compresses)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(new() { Compresses = compresses });
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.DangerousDeflateOptions = new();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {emulator.ApiKey}");

        await socket.ConnectAsync(BareSocket.AddressOf(emulator), limit.Token);
        await socket.SendAsync("""{"type":"response.create","model":"m","input":"say hi"}"""u8.ToArray(), WebSocketMessageType.Text, true, limit.Token);
        var chunk = new byte[8192];
        var received = await socket.ReceiveAsync(chunk, limit.Token);

        socket.HttpResponseHeaders!.ContainsKey("Sec-WebSocket-Extensions").Should().Be(compresses);
        System.Text.Encoding.UTF8.GetString(chunk, 0, received.Count).Should().StartWith("{\"type\":\"response.created\"");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Rule", "Q29")]
    public async Task An_idle_connection_is_closed_or_not(bool closes)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(closes ? new() { IdleTimeout = TimeSpan.FromMinutes(5) } : new());
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        (await socket.AskAsync("say one")).OutputText().Should().Be("one");

        _time.Advance(TimeSpan.FromMinutes(4));
        (await socket.AskAsync("say two")).OutputText().Should().Be("two");
        _time.Advance(TimeSpan.FromMinutes(4));
        (await socket.AskAsync("say three")).OutputText().Should().Be("three", "messages put the end off");
        _time.Advance(TimeSpan.FromMinutes(5));
        if (!closes)
        {
            (await socket.AskAsync("say four")).OutputText().Should().Be("four");
            return;
        }

        (await socket.ReceiveTextAsync()).Should().BeNull();
        ((int?)socket.CloseStatus).Should().Be(1001);
    }

    private static async Task<IReadOnlyList<string>> ReadToCloseAsync(BareSocket socket)
    {
        var texts = new List<string>();
        while (await socket.ReceiveTextAsync() is { } text)
        {
            texts.Add(text);
        }

        return texts;
    }

    private Task<ResponsesEmulator> StartAsync(EmulatorBehavior behavior) =>
        ResponsesEmulator.StartAsync(new() { Behavior = behavior, TimeProvider = _time, PingInterval = TimeSpan.Zero });
}
