namespace ResponsesWebSocket.Emulator.Tests.Turns;

public sealed class WarmUpTests
{
    [Theory]
    [InlineData(",\"generate\":false")]
    [InlineData(",\"prompt_cache_options\":{\"prewarm\":true}")]
    [Trait("Rule", "3.5.11")]
    [Trait("Rule", "4.5.3")]
    public async Task A_warm_up_counts_its_input_and_generates_nothing(string member)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("say hi", more: member);
        var events = await socket.ReceiveTurnAsync();

        events.Types().Should().Equal("response.created", "response.in_progress", "response.completed");
        var response = events[^1].At("response");
        response.Text("status").Should().Be("completed");
        response.At("output").GetArrayLength().Should().Be(0);
        response.At("usage", "input_tokens").GetInt32().Should().BePositive();
        response.At("usage", "output_tokens").GetInt32().Should().Be(0);
    }

    [Fact]
    [Trait("Rule", "4.5.2")]
    public async Task A_warm_up_in_the_middle_of_a_chain_adds_its_input()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("say one");
        var warm = await socket.AskAsync("say two", first.ResponseId(), more: ",\"generate\":false");
        await socket.CreateAsync($"\"previous_response_id\":\"{warm.ResponseId()}\",\"input\":[]");
        var end = (await socket.ReceiveTurnAsync())[^1];

        end.OutputText().Should().Be("two");
        emulator.Journal.ContextOf(end.ResponseId()).Select(static item => item.Text("role")).Should().Equal("user", "assistant", "user");
    }
}
