using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Costs;

/// <summary>What is charged. Nothing waits here: the costs are only counted.</summary>
public sealed class CostModelTests
{
    private static readonly EmulatorCosts Counted = new()
    {
        Waits = false,
        Handshake = TimeSpan.FromSeconds(1),
        Request = TimeSpan.FromMilliseconds(100),
        HttpRequest = TimeSpan.FromMilliseconds(50),
        PrefillPerToken = TimeSpan.FromMilliseconds(1),
        DecodePerToken = TimeSpan.FromMilliseconds(10),
        CachedShare = 0.8,
        OtherConnectionHits = 0,
    };

    // 40 characters, so 10 tokens; the answer "You said: …" has 50, so 13.
    private const string Forty = "abcdefghijabcdefghijabcdefghijabcdefghij";

    [Fact]
    public async Task Without_a_cost_model_nothing_is_charged()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.AskAsync(Forty);

        emulator.CostSummary.Should().BeNull();
        emulator.Journal.Responses.Single().Cost.Should().BeNull();
    }

    [Fact]
    public async Task A_turn_costs_its_request_each_uncached_token_and_each_token_of_the_answer()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Costs = Counted });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var end = await socket.AskAsync(Forty);

        CostOf(emulator, end).Should().Be(new ResponseCost(Ms(100), Ms(10), Ms(130), 0));
        CostOf(emulator, end).ToFirstOutput.Should().Be(Ms(110));
        CostOf(emulator, end).Total.Should().Be(Ms(240));
        end.At("response", "usage", "input_tokens").GetInt32().Should().Be(10);
        end.At("response", "usage", "output_tokens").GetInt32().Should().Be(13);
        CachedOf(end).Should().Be(0);
    }

    [Fact]
    public async Task Going_on_over_the_same_connection_finds_the_share_of_the_prefix_cached()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Costs = Counted });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync(Forty);
        var second = await socket.AskAsync(Forty, first.ResponseId());

        // Known are 10 + 13 tokens, and 0.8 of them are cached: 18 of 33.
        CachedOf(second).Should().Be(18);
        CostOf(emulator, second).Should().Be(new ResponseCost(Ms(100), Ms(15), Ms(130), 18));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 18)]
    public async Task A_replay_over_a_new_connection_hits_as_often_as_the_model_says(double hits, int cached)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Costs = Counted with { OtherConnectionHits = hits } });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        await socket.AskAsync(Forty);
        using var other = await BareSocket.ConnectAsync(emulator, limit.Token);

        await other.CreateAsync($$"""
            "input":[{"role":"user","content":"{{Forty}}"},{"role":"assistant","content":"You said: {{Forty}}"},{"role":"user","content":"{{Forty}}"}]
            """);
        var replay = (await other.ReceiveTurnAsync())[^1];

        CachedOf(replay).Should().Be(cached);
        replay.At("response", "usage", "input_tokens").GetInt32().Should().Be(33);
    }

    [Fact]
    public async Task Draws_repeat_with_the_seed_and_neither_all_hit_nor_all_miss()
    {
        var first = await DrawAsync(seed: 7);
        var again = await DrawAsync(seed: 7);
        var other = await DrawAsync(seed: 8);

        again.Should().Equal(first);
        other.Should().NotEqual(first);
        first.Should().Contain(0).And.Contain(static cached => cached > 0);
    }

    // The instructions before have 2 tokens, and with the first turn 25 are known.
    [Theory]
    [InlineData(""" "instructions":"Be kind." """, 20)]
    [InlineData(""" "instructions":"Be kind. Be brief." """, 20)]
    [InlineData(""" "instructions":"Be brief." """, 0)]
    [InlineData(""" "instructions":"Be kind.","reasoning":{"effort":"high"} """, 0)]
    [InlineData(""" "instructions":"Be kind.","tools":[{"type":"function","name":"f","parameters":{}}] """, 0)]
    public async Task What_comes_before_the_items_must_be_the_same_or_have_grown_at_its_end(string settings, int cached)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Costs = Counted });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync(Forty, more: ",\"instructions\":\"Be kind.\"");
        var second = await socket.AskAsync(Forty, first.ResponseId(), more: "," + settings);

        CachedOf(second).Should().Be(cached);
    }

    [Fact]
    public async Task An_edited_history_is_known_up_to_the_edit()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Costs = Counted with { CachedShare = 1 } });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        await socket.CreateAsync($$""" "input":[{"role":"user","content":"{{Forty}}"},{"role":"user","content":"one"}] """);
        await socket.ReceiveTurnAsync();

        await socket.CreateAsync($$""" "input":[{"role":"user","content":"{{Forty}}"},{"role":"user","content":"two"}] """);
        var edited = (await socket.ReceiveTurnAsync())[^1];

        CachedOf(edited).Should().Be(10);
    }

    [Fact]
    public async Task A_socket_http_and_chat_are_charged_alike_but_for_what_http_adds()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Costs = Counted });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var http = new BareHttp(emulator, limit.Token);

        await socket.AskAsync(Forty);
        await http.SayAsync(Forty, ""","instructions":"over http" """);
        await http.ChatAsync($$"""{"role":"user","content":"{{Forty}}{{Forty}}"}""");

        var costs = emulator.Journal.Responses.Select(static response => response.Cost!).ToList();
        costs[0].Should().Be(new ResponseCost(Ms(100), Ms(10), Ms(130), 0));
        costs[1].Should().Be(new ResponseCost(Ms(150), Ms(13), Ms(130), 0));
        costs[2].Should().Be(new ResponseCost(Ms(150), Ms(20), Ms(230), 0));
        emulator.CostSummary.Should().Be(new CostSummary
        {
            Handshakes = 2,
            HandshakeTime = Ms(2000),
            Requests = 3,
            RequestTime = Ms(400),
            InputTokens = 43,
            PrefillTime = Ms(43),
            OutputTokens = 49,
            DecodeTime = Ms(490),
        });
        emulator.CostSummary!.Total.Should().Be(Ms(2933));
    }

    [Fact]
    public async Task A_chat_that_goes_on_over_a_kept_connection_is_cached_and_says_so()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Costs = Counted });
        using var http = new BareHttp(emulator, limit.Token);
        var said = $$"""{"role":"user","content":"{{Forty}}"}""";

        var first = await http.ChatAsync(said);
        var answer = first.Json.Text("choices", 0, "message", "content");
        var second = await http.ChatAsync($$"""{{said}},{"role":"assistant","content":"{{answer}}"},{{said}}""");

        second.Json.At("usage", "prompt_tokens_details", "cached_tokens").GetInt32().Should().Be(18);
        emulator.CostSummary!.Handshakes.Should().Be(1);
        emulator.CostSummary.CachedTokens.Should().Be(18);
    }

    [Fact]
    public async Task A_refused_request_costs_a_request_and_a_warm_up_its_prefill()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Costs = Counted });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.AskAsync(Forty, "resp_unknown");
        var warm = await socket.AskAsync(Forty, more: ",\"generate\":false");

        CostOf(emulator, warm).Should().Be(new ResponseCost(Ms(100), Ms(10), TimeSpan.Zero, 0));
        emulator.CostSummary!.Requests.Should().Be(2);
        emulator.CostSummary.InputTokens.Should().Be(10);
    }

    [Fact]
    public async Task Output_without_deltas_is_charged_as_well()
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel().Then(ModelAnswer.Calls(("lookup", """{"q":"abcd"}""")));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model, Costs = Counted });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var end = await socket.AskAsync(Forty);

        // The name goes out with no delta of its own: 6 + 12 characters are 5 tokens.
        CostOf(emulator, end).Decode.Should().Be(Ms(50));
        emulator.CostSummary!.OutputTokens.Should().Be(end.At("response", "usage", "output_tokens").GetInt64());
    }

    private static async Task<IReadOnlyList<int>> DrawAsync(int seed)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Costs = Counted with { OtherConnectionHits = 0.4, Seed = seed } });
        var cached = new List<int>();
        for (var turn = 0; turn < 24; turn++)
        {
            using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
            cached.Add(CachedOf(await socket.AskAsync(Forty)));
        }

        return cached;
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static ResponseCost CostOf(ResponsesEmulator emulator, JsonElement terminal) =>
        emulator.Journal.Responses.Single(response => response.ResponseId == terminal.ResponseId()).Cost!;

    private static int CachedOf(JsonElement terminal) =>
        terminal.At("response", "usage", "input_tokens_details", "cached_tokens").GetInt32();
}
