using System.Text.Json.Nodes;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Tests.Wire;

public sealed class RequestFrameWriterTests
{
    private static readonly ConversationItem Hello = ConversationItem.Message("user", "hello");

    [Fact]
    [Trait("Bug", "R6 null fields sent")]
    public void Every_field_has_its_name_and_what_is_null_is_left_out()
    {
        var schema = JsonSerializer.SerializeToElement(new { type = "object" });
        var frame = Write(new()
        {
            Model = "m",
            Input = [Hello],
            Tools = [TurnTool.Function("f", "does", schema), TurnTool.FromJson("""{"type":"web_search"}""")],
            ToolChoice = JsonSerializer.SerializeToElement("required"),
            ParallelToolCalls = false,
            Temperature = 0.5,
            TopP = 0.25,
            MaxOutputTokens = 100,
            Store = true,
            Include = ["reasoning.encrypted_content"],
            Metadata = new Dictionary<string, string> { ["k"] = "v" },
            Fields = new Dictionary<string, JsonElement> { ["service_tier"] = JsonSerializer.SerializeToElement("flex") },
        });

        ShouldBe(frame, """
            {"type":"response.create","model":"m","store":true,
             "tools":[{"type":"function","name":"f","description":"does","parameters":{"type":"object"},"strict":false},{"type":"web_search"}],
             "tool_choice":"required","parallel_tool_calls":false,"temperature":0.5,"top_p":0.25,"max_output_tokens":100,
             "include":["reasoning.encrypted_content"],"metadata":{"k":"v"},"service_tier":"flex",
             "input":[{"type":"message","role":"user","content":"hello"}]}
            """);
        ShouldBe(Write(new() { Model = "m", Input = [] }), """{"type":"response.create","model":"m","store":false,"input":[]}""");
    }

    [Fact]
    public void A_field_of_the_callers_own_replaces_the_typed_one()
    {
        var fields = new Dictionary<string, JsonElement> { ["store"] = JsonSerializer.SerializeToElement(true), ["temperature"] = JsonSerializer.SerializeToElement(1) };

        ShouldBe(
            Write(new() { Model = "m", Input = [], Temperature = 0.5, Fields = fields }),
            """{"type":"response.create","model":"m","store":true,"temperature":1,"input":[]}""");
    }

    [Fact]
    public void Lane_and_parent_are_named_and_what_the_parent_covers_is_left_out() => ShouldBe(
        RequestFrameWriter.Create(new() { Model = "m", Input = [] }, [Hello, Hello], "lane", "resp_1", firstItem: 1),
        """{"type":"response.create","stream_id":"lane","model":"m","store":false,"previous_response_id":"resp_1","input":[{"type":"message","role":"user","content":"hello"}]}""");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_size_of_a_full_send_is_exact_wherever_the_history_is_cut(int firstItem)
    {
        var request = new TurnRequest { Model = "m", Input = [Hello, ConversationItem.FromJson("""{"id":"msg_1","role":"assistant","content":[]}"""), Hello] };

        RequestFrameWriter.Create(request, request.Input, streamId: null, "resp_1", firstItem).BytesIfSentInFull.Should().Be(Write(request).Utf8Json.Length);
    }

    [Theory]
    [InlineData("""{"type":"message","id":"msg_1","role":"assistant","content":[]}""", """{"type":"message","role":"assistant","content":[]}""")]
    [InlineData("""{"id":"fc_1","type":"function_call","call_id":"c","name":"f","arguments":"{\"\\ud800\":1}"}""", """{"type":"function_call","call_id":"c","name":"f","arguments":"{\"\\ud800\":1}"}""")]
    [InlineData("""{"type":"reasoning","id":"rs_1","encrypted_content":"e","summary":[]}""", """{"type":"reasoning","id":"rs_1","encrypted_content":"e","summary":[]}""")]
    [InlineData("""{"type":"item_reference","id":"msg_1"}""", """{"type":"item_reference","id":"msg_1"}""")]
    public void Ids_of_messages_and_calls_are_sent_only_when_they_are_stored(string item, string unstored)
    {
        IReadOnlyList<ConversationItem> input = [ConversationItem.FromJson(item)];

        InputOf(Write(new() { Model = "m", Input = input })).Should().Be(unstored);
        InputOf(Write(new() { Model = "m", Input = input, Store = true })).Should().Be(item);
    }

    private static CreateFrame Write(TurnRequest request) => RequestFrameWriter.Create(request, request.Input, streamId: null, parent: null, firstItem: 0);

    private static string InputOf(CreateFrame frame) => JsonDocument.Parse(frame.Utf8Json).RootElement.GetProperty("input")[0].GetRawText();

    private static void ShouldBe(CreateFrame frame, string expected) =>
        JsonNode.DeepEquals(JsonNode.Parse(frame.Utf8Json.Span), JsonNode.Parse(expected)).Should().BeTrue($"{System.Text.Encoding.UTF8.GetString(frame.Utf8Json.Span)} should be {expected}");
}
