using System.Text;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Tests.Wire;

public sealed class EventReaderTests
{
    private const string Completed = """
        {"type":"response.completed","sequence_number":9,"response":{"id":"resp_1","created_at":1795000000,"status":"completed","model":"m-2026",
         "output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"h\u00e9 \ud83d\ude00 {}"}]}],
         "usage":{"input_tokens":3,"input_tokens_details":{"cached_tokens":2},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":4},"total_tokens":8}}}
        """;

    [Fact]
    public void A_terminal_event_is_read_whole()
    {
        var terminal = Read(Completed).Terminal!;

        (terminal.Id, terminal.Status, terminal.Model).Should().Be(("resp_1", TurnStatus.Completed, "m-2026"));
        terminal.CreatedAt.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1795000000));
        terminal.Usage.Should().Be(new TurnUsage(3, 2, 5, 4, 8));
        terminal.Output.Single().Text.Should().Be("hé 😀 {}");
    }

    [Fact]
    public void A_message_cut_anywhere_is_a_violation_and_nothing_else()
    {
        var whole = Encoding.UTF8.GetBytes(Completed.TrimEnd());
        for (var length = 0; length < whole.Length; length++)
        {
            var read = () => EventReader.Read(whole.AsSpan(0, length));
            read.Should().Throw<ProtocolViolationException>($"only {length} bytes of {whole.Length} are there");
        }
    }

    [Fact]
    public void A_message_with_any_byte_broken_is_read_or_is_a_violation()
    {
        var whole = Encoding.UTF8.GetBytes(Completed);
        for (var position = 0; position < whole.Length; position++)
        {
            foreach (var value in "\0\"\\{}[],:\u007f9e"u8.ToArray().Append((byte)0xFF))
            {
                var broken = whole.ToArray();
                broken[position] = value;
                Try(broken).Should().Match(static thrown => thrown == null || thrown is ProtocolViolationException);
            }
        }
    }

    [Theory]
    [InlineData("""{"type":"response.created","response":{"id":"r","created_at":1795000000000}}""")]
    [InlineData("""{"type":"response.created","response":{"id":"r","created_at":-1e300}}""")]
    [InlineData("""{"type":"response.created","response":{"id":"r","created_at":"yesterday"}}""")]
    public void A_time_that_makes_no_sense_is_left_out(string json) =>
        Read(json).Event.Should().Be(new ResponseCreatedEvent("r", CreatedAt: null));

    [Theory]
    [InlineData("""{"delta":"x","output_index":2,"content_index":1,"type":"response.output_text.delta"}""")]
    [InlineData("""{"type":"response.output_text.delta","output_index":2,"content_index":1,"delta":"x","logprobs":[{"delta":"wrong","type":"wrong"}],"unknown":{"type":"wrong"}}""")]
    [InlineData("""{ "typ\u0065" : "response.output_text.d\u0065lta" , "output_index" : 2 , "content_index":1,"delta" : "\u0078" }""")]
    public void Members_come_in_any_order_and_with_any_company(string json) =>
        Read(json).Event.Should().Be(new OutputTextDeltaEvent(2, 1, "x"));

    [Theory]
    [InlineData("""{"type":"response.output_text.delta"}""")]
    [InlineData("""{"type":"response.output_text.delta","delta":null,"output_index":"2","content_index":99999999999}""")]
    [InlineData("""{"type":"response.output_text.delta","delta":{"a":1},"output_index":[],"content_index":1.5}""")]
    public void Members_that_are_missing_or_odd_are_read_as_nothing(string json) =>
        Read(json).Event.Should().Be(new OutputTextDeltaEvent(0, 0, ""));

    [Theory]
    [InlineData("""{"type":"response.output_text.delta","delta":"\ud800"}""")]
    [InlineData("""{"type":5}""")]
    [InlineData("""{"type":"response.completed"}""")]
    [InlineData("""{"type":"response.completed","response":{"status":"completed"}}""")]
    [InlineData("""{"type":"response.completed","response":[]}""")]
    [InlineData("""{"type":"response.output_item.added","output_index":0}""")]
    [InlineData("""{"type":"response.output_item.done","output_index":0}""")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public void What_cannot_be_taken_as_an_event_is_a_violation(string json) =>
        Try(Encoding.UTF8.GetBytes(json)).Should().BeOfType<ProtocolViolationException>().Which.Message.Should().Contain("Endpoint");

    [Fact]
    public void An_unknown_event_keeps_its_bytes()
    {
        const string Json = """{"type":"response.brand_new","x":[1, 2]}""";
        var other = (OtherResponseEvent)Read(Json).Event!;

        (other.Type, Encoding.UTF8.GetString(other.Utf8Json.Span)).Should().Be(("response.brand_new", Json));
    }

    [Theory]
    [InlineData("keepalive", ServerEventKind.Silent)]
    [InlineData("response.in_progress", ServerEventKind.Silent)]
    [InlineData("response.brand_new", ServerEventKind.Prelude)]
    [InlineData("error", ServerEventKind.Error)]
    [InlineData("response.error", ServerEventKind.Error)]
    public void Kinds_follow_from_the_type(string type, object kind) => Read($$"""{"type":"{{type}}"}""").Kind.Should().Be((ServerEventKind)kind);

    private static ServerEvent Read(string json) => EventReader.Read(Encoding.UTF8.GetBytes(json));

    private static Exception? Try(byte[] message)
    {
        try
        {
            EventReader.Read(message);
            return null;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }
}
