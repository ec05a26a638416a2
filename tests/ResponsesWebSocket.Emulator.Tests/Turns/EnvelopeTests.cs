namespace ResponsesWebSocket.Emulator.Tests.Turns;

public sealed class EnvelopeTests
{
    [Fact]
    [Trait("Rule", "3.1.2")]
    public async Task The_next_response_of_a_lane_is_numbered_from_zero_again()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("say one", lane: "a");
        var first = await socket.ReceiveTurnAsync();
        await socket.SayAsync("say two", lane: "a");
        var second = await socket.ReceiveTurnAsync();

        first[^1].Number().Should().BePositive();
        second.Select(SteeringSocket.Number).Should().Equal(Enumerable.Range(0, second.Count));
    }

    [Fact]
    [Trait("Rule", "3.1.4")]
    public async Task A_refusal_on_a_named_lane_names_it_and_has_no_number()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.CreateAsync("\"stream_id\":\"worker-7\",\"input\":7");
        var named = await socket.ReceiveAsync();
        await socket.CreateAsync("\"input\":7");
        var unnamed = await socket.ReceiveAsync();

        named.Text("stream_id").Should().Be("worker-7");
        named.Has("sequence_number").Should().BeFalse();
        unnamed.Has("stream_id").Should().BeFalse();
        unnamed.Has("sequence_number").Should().BeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Rule", "3.1.6")]
    [Trait("Rule", "3.1.7")]
    public async Task Only_deltas_of_text_arguments_and_summaries_are_padded(bool obfuscate)
    {
        var answer = new ModelAnswer(
        [
            new ModelOutput.Reasoning(["Looking at the drives."]) { RawText = ["raw"] },
            new ModelOutput.Text(["one", "exactly sixteen.", "two"]),
            new ModelOutput.Refusal(["No."]),
            new ModelOutput.CustomCall("sql", "select 1"),
            new ModelOutput.Call("f", "{\"drive\":\"C\"}"),
        ]);
        var events = await OneTurn.OfAsync(
            answer, ",\"reasoning\":{\"summary\":\"auto\"}" + (obfuscate ? string.Empty : ",\"stream_options\":{\"include_obfuscation\":false}"));

        var deltas = events.Where(static e => e.Type()!.EndsWith(".delta", StringComparison.Ordinal)).ToList();
        deltas.Where(static e => e.Has("obfuscation")).Types().Distinct().Should().Equal(obfuscate
            ? ["response.reasoning_summary_text.delta", "response.output_text.delta", "response.function_call_arguments.delta"]
            : []);
        deltas.Where(static e => e.Has("obfuscation")).Should().NotContain(static e => e.Text("delta")!.Length + e.Text("obfuscation")!.Length != 16);
        deltas.Types().Should().Contain(["response.refusal.delta", "response.custom_tool_call_input.delta", "response.reasoning_text.delta"]);
    }

    [Fact]
    [Trait("Rule", "3.1.9")]
    public async Task A_call_id_has_the_observed_form()
    {
        var events = await OneTurn.OfAsync(ModelAnswer.Calls(("f", "{}")));

        events.FinalItem().Text("call_id").Should().MatchRegex("^call_[0-9A-Za-z]{24}$");
    }
}
