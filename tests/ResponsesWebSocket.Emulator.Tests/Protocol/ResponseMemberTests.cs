using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Protocol;

public sealed class ResponseMemberTests
{
    private static readonly string[] Members =
    [
        "id", "object", "created_at", "status", "background", "completed_at", "error", "frequency_penalty", "presence_penalty", "incomplete_details",
        "instructions", "max_output_tokens", "max_tool_calls", "model", "output", "parallel_tool_calls", "previous_response_id", "prompt_cache_key",
        "reasoning", "safety_identifier", "service_tier", "store", "temperature", "text", "tool_choice", "tools", "top_logprobs", "top_p", "truncation",
        "usage", "user", "metadata",
    ];

    [Fact]
    [Trait("Rule", "3.3.1")]
    public async Task The_response_has_the_members_of_recorded_traffic_from_its_first_event_on()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SayAsync("say hi");
        var events = (await socket.ReceiveTurnAsync()).Where(static e => e.Has("response")).ToList();

        events.Types().Should().Equal("response.created", "response.in_progress", "response.completed");
        foreach (var response in events.Select(static e => e.At("response")))
        {
            response.EnumerateObject().Select(static member => member.Name).Should().BeEquivalentTo(Members);
            response.Text("object").Should().Be("response");
            response.At("error").ValueKind.Should().Be(JsonValueKind.Null);
            response.At("incomplete_details").ValueKind.Should().Be(JsonValueKind.Null);
        }

        events[0].At("response", "completed_at").ValueKind.Should().Be(JsonValueKind.Null);
        events[1].Text("response", "status").Should().Be("in_progress");
    }

    [Fact]
    [Trait("Rule", "3.3.5")]
    public async Task Usage_has_the_members_of_the_service_and_a_total()
    {
        var events = await OneTurn.OfAsync(ModelAnswer.Text("four"));

        var usage = events[^1].At("response", "usage");
        var (input, output) = (usage.At("input_tokens").GetInt32(), usage.At("output_tokens").GetInt32());
        input.Should().BePositive();
        output.Should().BePositive();
        usage.ShouldBeJson($$"""
            {"input_tokens":{{input}},"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},
             "output_tokens":{{output}},"output_tokens_details":{"reasoning_tokens":0},"total_tokens":{{input + output}}}
            """);
    }

    [Theory]
    [InlineData("max_output_tokens")]
    [InlineData("max_messages")]
    [InlineData("content_filter")]
    [Trait("Rule", "3.2.16")]
    public async Task An_incomplete_response_says_why(string reason)
    {
        var events = await OneTurn.OfAsync(ModelAnswer.Incomplete("Half", reason));

        var response = events[^1].At("response");
        response.Text("status").Should().Be("incomplete");
        response.At("incomplete_details").ShouldBeJson($$"""{"reason":"{{reason}}"}""");
        response.At("usage").ValueKind.Should().Be(JsonValueKind.Object);
        response.At("error").ValueKind.Should().Be(JsonValueKind.Null);
    }
}
