namespace ResponsesWebSocket.Client.Tests.Wire;

public sealed class CanonicalizerTests
{
    [Theory]
    [InlineData("""{"type":"message","role":"user","content":"hi"}""", """{"content":"hi","role":"user"}""")]
    [InlineData("""{"role":"user","content":"hi"}""", """{"role":"user","content":[{"type":"input_text","text":"hi"}]}""")]
    [InlineData("""{"role":"user","content":[{"type":"input_text","text":"h"},{"type":"input_text","text":"i"}]}""", """{"role":"user","content":"hi"}""")]
    [InlineData("""{"role":"user","content":"A\u00e4\/"}""", """{ "role" : "user", "content" : "\u0041ä/" }""")]
    [InlineData("""{"role":"user","content":""}""", """{"role":"user","content":[]}""")]
    [InlineData("""{"type":"message","role":"assistant","id":"msg_1","status":"completed","phase":"final_answer","content":[{"type":"output_text","text":"hi","annotations":[{"type":"url_citation"}],"logprobs":[1]}]}""", """{"type":"message","role":"assistant","content":[{"type":"output_text","text":"hi"}]}""")]
    [InlineData("""{"type":"function_call","id":"fc_1","status":"completed","call_id":"c","name":"f","arguments":"{\"a\":1,\"b\":[{\"y\":2,\"x\":1}]}"}""", """{"type":"function_call","call_id":"c","name":"f","arguments":"{ \"b\": [ {\"x\":1,\"y\":2} ], \"\\u0061\": 1 }"}""")]
    [InlineData("""{"type":"function_call_output","call_id":"c","output":"x","id":"o_1","status":"completed"}""", """{"output":"x","call_id":"c","type":"function_call_output"}""")]
    [InlineData("""{"type":"compaction","id":"cmp_1","encrypted_content":"e"}""", """{"encrypted_content":"e","type":"compaction"}""")]
    public void Items_of_one_meaning_are_equal(string left, string right) => FingerprintsOf(left, right).Should().Be((true, true));

    [Theory]
    [InlineData("""{"role":"user","content":"hi"}""", """{"role":"user","content":"hi "}""")]
    [InlineData("""{"role":"user","content":"hi"}""", """{"role":"developer","content":"hi"}""")]
    [InlineData("""{"role":"user","content":"hi"}""", """{"role":"user","content":[{"type":"input_text","text":"hi"},{"type":"input_image","image_url":"data:,x"}]}""")]
    [InlineData("""{"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_image","image_url":"u"}]}""", """{"role":"user","content":[{"type":"input_image","image_url":"u"},{"type":"input_text","text":"a"}]}""")]
    [InlineData("""{"role":"assistant","content":[{"type":"output_text","text":"no"}]}""", """{"role":"assistant","content":[{"type":"refusal","refusal":"no"}]}""")]
    [InlineData("""{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}""", """{"type":"function_call","call_id":"d","name":"f","arguments":"{}"}""")]
    [InlineData("""{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}""", """{"type":"function_call","call_id":"c","name":"g","arguments":"{}"}""")]
    [InlineData("""{"type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":[1,2]}"}""", """{"type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":[2,1]}"}""")]
    [InlineData("""{"type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":1}"}""", """{"type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":\"1\"}"}""")]
    [InlineData("""{"type":"function_call","call_id":"c","name":"f","arguments":"{"}""", """{"type":"function_call","call_id":"c","name":"f","arguments":"{ "}""")]
    [InlineData("""{"type":"function_call","call_id":"c","name":"f","arguments":"word"}""", """{"type":"function_call","call_id":"c","name":"f","arguments":"\"word\""}""")]
    [InlineData("""{"type":"function_call_output","call_id":"c","output":"1"}""", """{"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"1"}]}""")]
    [InlineData("""{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}""", """{"type":"function_call_output","call_id":"c","output":"{}"}""")]
    [InlineData("""{"type":"item_reference","id":"msg_1"}""", """{"type":"item_reference","id":"msg_2"}""")]
    [InlineData("""{"type":"local_shell_call_output","id":"a","output":"x"}""", """{"type":"local_shell_call_output","id":"b","output":"x"}""")]
    [InlineData("""{"type":"image_generation_call","id":"ig_1","result":"AAAA"}""", """{"type":"image_generation_call","id":"ig_1","result":"BBBB"}""")]
    [InlineData("""{"id":"msg_1"}""", """{"id":"msg_2"}""")]
    public void Items_of_another_meaning_are_not(string left, string right) => FingerprintsOf(left, right).Should().Be((false, true));

    [Theory]
    [InlineData("""{"type":"reasoning","id":"rs_1","summary":[]}""", false)]
    [InlineData("""{"type":"web_search_call","id":"ws_1"}""", true)]
    [InlineData("""{"type":"something_new"}""", true)]
    [InlineData("""{"role":"user","content":"x"}""", true)]
    public void Only_reasoning_is_not_compared(string json, bool compared) =>
        ConversationItem.FromJson(json).IsCompared.Should().Be(compared);

    [Theory]
    [InlineData("""{"role":"user","content":"\ud800"}""")]
    [InlineData("""{"type":"\ud800"}""")]
    [InlineData("""{"type":"message","role":"user","content":[{"type":"\udc00","text":"x"}]}""")]
    [InlineData("""{"type":"something_new","\ud800":1}""")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    public void What_is_no_item_is_refused_as_bad_JSON(string json)
    {
        var read = () => ConversationItem.FromJson(json);

        read.Should().Throw<JsonException>();
    }

    [Fact]
    public void Arguments_that_spell_half_a_surrogate_are_text_like_any_other()
    {
        var item = ConversationItem.FunctionCall("c", "f", """{"a":"\ud800"}""");

        item.Fingerprint.Should().Be(ConversationItem.FromJson(item.ToString()).Fingerprint);
        item.Fingerprint.Should().NotBe(ConversationItem.FunctionCall("c", "f", """{"a":"\ud801"}""").Fingerprint);
    }

    [Fact]
    public void Arguments_nested_too_deep_to_be_read_are_compared_as_text()
    {
        var deep = new string('[', 100) + new string(']', 100);

        ConversationItem.FunctionCall("c", "f", deep).Fingerprint.Should().NotBe(ConversationItem.FunctionCall("c", "f", deep + " ").Fingerprint);
    }

    private static (bool Equal, bool Stable) FingerprintsOf(string left, string right)
    {
        var (a, b) = (ConversationItem.FromJson(left), ConversationItem.FromJson(right));
        return (a.Fingerprint == b.Fingerprint, a.Fingerprint == ConversationItem.FromJson(left).Fingerprint);
    }
}
