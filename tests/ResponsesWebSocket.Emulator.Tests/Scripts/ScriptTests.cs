namespace ResponsesWebSocket.Emulator.Tests.Scripts;

/// <summary>Scripts in JSON, played over a bare socket.</summary>
public sealed class ScriptTests
{
    private const string WeatherLoop = """
        {
          "turns": [
            // Asked for the weather, the model calls a function and waits for its result.
            { "when": {"user_says":"weather"},
              "outputs": [ {"type":"function_call","name":"get_weather","arguments":{"city":"Oslo"},"call_id":"call_1"} ] },
            { "when": {"result_for":"call_1","result_says":"rain"}, "text": "Take an umbrella." },
            { "when": {"result_of":"get_weather"}, "text": "Go out." },
            { "text": "I only know the weather.", "times": "always" },
          ],
        }
        """;

    [Theory]
    [InlineData("rain all day", "Take an umbrella.")]
    [InlineData("sun all day", "Go out.")]
    public async Task A_result_decides_which_turn_follows(string result, string expected)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(WeatherLoop);
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var other = await socket.AskAsync("hello");
        var call = await socket.AskAsync("the weather?", other.ResponseId());
        await socket.CreateAsync($$"""
            "previous_response_id":"{{call.ResponseId()}}","input":[{"type":"function_call_output","call_id":"call_1","output":"{{result}}"}]
            """);
        var last = (await socket.ReceiveTurnAsync())[^1];

        other.OutputText().Should().Be("I only know the weather.");
        call.At("response", "output", 0).Text("arguments").Should().Be("""{"city":"Oslo"}""");
        last.OutputText().Should().Be(expected);
    }

    [Fact]
    public async Task A_result_counts_as_new_when_the_whole_history_is_sent_again_and_not_when_the_model_has_spoken_since()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(WeatherLoop);
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        const string history = """
            {"role":"user","content":"the weather?"},
            {"type":"function_call","call_id":"call_1","name":"get_weather","arguments":"{}"},
            {"type":"function_call_output","call_id":"call_1","output":"rain"}
            """;

        await socket.CreateAsync($"\"input\":[{history},{{\"role\":\"assistant\",\"content\":\"wet\"}},{{\"role\":\"user\",\"content\":\"so?\"}}]");
        var spoken = (await socket.ReceiveTurnAsync())[^1];
        await socket.CreateAsync($"\"input\":[{{\"role\":\"user\",\"content\":\"hm\"}},{history.Replace("weather?", "rest?")}]");
        var replayed = (await socket.ReceiveTurnAsync())[^1];

        spoken.OutputText().Should().Be("I only know the weather.");
        replayed.OutputText().Should().Be("Take an umbrella.");
    }

    [Fact]
    public async Task Turns_answer_in_order_as_often_as_they_say_and_then_the_script_is_exhausted()
    {
        using var limit = TestTimeout.Start();
        var script = ModelScript.Parse("""{"turns":[{"text":"a"},{"text":"b","times":2},{"text":"c"}]}""");
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = script });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var texts = new List<string>();

        script.Remaining.Should().Be(4);
        for (var turn = 0; turn < 4; turn++)
        {
            texts.Add((await socket.AskAsync("next")).OutputText());
        }

        var beyond = await socket.AskAsync("and now?");

        texts.Should().Equal("a", "b", "b", "c");
        script.Remaining.Should().Be(0);
        beyond.ErrorCode().Should().Be("emulator_script_exhausted");
        beyond.At("status").GetInt32().Should().Be(400);
        beyond.Text("error", "message").Should().Contain("request 5").And.Contain("and now?");
    }

    [Theory]
    [InlineData("""{"model":"gpt-6-astra"}""", true)]
    [InlineData("""{"model":"gpt-5"}""", false)]
    [InlineData("""{"lane":"a"}""", true)]
    [InlineData("""{"lane":"b"}""", false)]
    [InlineData("""{"lane":null}""", false)]
    [InlineData("""{"tool":"f"}""", true)]
    [InlineData("""{"tool":"web_search"}""", true)]
    [InlineData("""{"tool":"g"}""", false)]
    [InlineData("""{"continues":false}""", true)]
    [InlineData("""{"continues":true}""", false)]
    [InlineData("""{"user_says":"say"}""", true)]
    [InlineData("""{"user_says":"SAY"}""", false)]
    [InlineData("""{"result_of":"f"}""", false)]
    [InlineData("""{"user_says":"say","tool":"g"}""", false)]
    public async Task Every_condition_has_to_hold(string when, bool holds)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync($$"""{"turns":[{"when":{{when}},"text":"yes"},{"text":"no"}]}""");
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var answer = await socket.AskAsync("say x", lane: "a", more: ""","tools":[{"type":"function","name":"f","parameters":{}},{"type":"web_search"}]""");

        answer.OutputText().Should().Be(holds ? "yes" : "no");
    }

    [Fact]
    public async Task The_default_lane_can_be_meant()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync("""{"turns":[{"when":{"lane":null},"text":"yes"}]}""");
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        (await socket.AskAsync("x")).OutputText().Should().Be("yes");
    }

    [Fact]
    public async Task The_name_of_a_custom_tool_is_found_for_its_result()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync("""{"turns":[{"when":{"result_of":"grep","result_for":"c1"},"text":"found"}]}""");
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.CreateAsync("""
            "input":[{"type":"custom_tool_call","call_id":"c1","name":"grep","input":"x"},{"type":"custom_tool_call_output","call_id":"c1","output":"y"}]
            """);

        (await socket.ReceiveTurnAsync())[^1].OutputText().Should().Be("found");
    }

    [Fact]
    public async Task The_model_thinks_as_long_as_the_script_says()
    {
        using var limit = TestTimeout.Start();
        var time = new WatchedTime();
        var script = ModelScript.Parse("""{"turns":[{"delay_ms":1500,"text":"late"}]}""", time);
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = script });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("x");
        (await socket.ReceiveUntilAsync("response.in_progress")).Should().HaveCount(2);
        await time.AdvanceWhenAwaitedAsync(TimeSpan.FromMilliseconds(1500), limit.Token);

        (await socket.ReceiveTurnAsync())[^1].OutputText().Should().Be("late");
    }

    [Fact]
    public async Task A_script_can_be_loaded_from_a_file()
    {
        using var limit = TestTimeout.Start();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """{"turns":[{"text":"from a file"}]}""", limit.Token);
            await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = ModelScript.Load(file) });
            using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

            (await socket.AskAsync("x")).OutputText().Should().Be("from a file");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Task<ResponsesEmulator> StartAsync(string script) => ResponsesEmulator.StartAsync(new() { Model = ModelScript.Parse(script) });
}
