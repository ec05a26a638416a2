using Connectors.ResponsesWebSocket.Mapping;

namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Token counts are the stock connector's integers, whatever the service says.</summary>
public sealed class UsageTests
{
    private const long Beyond = int.MaxValue + 1L;

    [Fact]
    public void Counts_are_passed_on()
    {
        Map(new TurnUsage(InputTokens: 5, CachedInputTokens: 4, OutputTokens: 3, ReasoningTokens: 2, TotalTokens: 8))
            .Should().Be((5, 4, 3, 2, 8));
    }

    [Theory]
    [InlineData(Beyond, int.MaxValue)]
    [InlineData(long.MaxValue, int.MaxValue)]
    [InlineData(-1L, 0)]
    [InlineData(long.MinValue, 0)]
    public void A_count_beyond_an_integer_stops_at_its_end_and_the_answer_is_not_lost(long given, int read)
    {
        Map(new TurnUsage(given, given, given, given, given)).Should().Be((read, read, read, read, read));
    }

    [Fact]
    public void A_stream_ends_with_such_counts_too()
    {
        var response = Handmade.Response(new TurnUsage(Beyond, Beyond, Beyond, Beyond, Beyond), ConversationItem.Message("assistant", "hello"));

        var chunks = new StreamingMapper(Harness.Model, requestIndex: 0).Map(new ResponseCompletedEvent(response)).ToList();

        string.Concat(chunks.Select(static chunk => chunk.Content)).Should().Be("hello");
        chunks[^1].Metadata!["Usage"].Should().BeOfType<ChatTokenUsage>().Which.TotalTokenCount.Should().Be(int.MaxValue);
    }

    private static (int Input, int Cached, int Output, int Reasoning, int Total) Map(TurnUsage usage)
    {
        var message = ResponseMapper.Message(Handmade.Response(usage, ConversationItem.Message("assistant", "hello")), Harness.Model, retainArgumentTypes: false);
        message.Content.Should().Be("hello");
        var read = message.Metadata!["Usage"].Should().BeOfType<ChatTokenUsage>().Subject;
        return (read.InputTokenCount, read.InputTokenDetails.CachedTokenCount, read.OutputTokenCount, read.OutputTokenDetails.ReasoningTokenCount, read.TotalTokenCount);
    }
}
