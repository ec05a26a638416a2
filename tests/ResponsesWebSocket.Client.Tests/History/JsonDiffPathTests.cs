using ResponsesWebSocket.Client.History;

namespace ResponsesWebSocket.Client.Tests.History;

public sealed class JsonDiffPathTests
{
    [Theory]
    [InlineData("role", """{"role":"user","content":"a"}""", """{"role":"system","content":"a"}""")]
    [InlineData("type", """{"role":"assistant","content":"a"}""", """{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}""")]
    [InlineData("content", """{"role":"user","content":"a"}""", """{"role":"user","content":"b"}""")]
    [InlineData("content", """{"role":"user","content":"a"}""", """{"role":"user","content":""}""")]
    [InlineData("content[0].text", """{"role":"user","content":"a"}""", """{"role":"user","content":[{"type":"input_text","text":"b"}]}""")]
    [InlineData("content[1].text", """{"role":"user","content":"ab"}""", """{"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_text","text":"c"}]}""")]
    [InlineData("content[1].text", """{"role":"user","content":[{"type":"input_text","text":"a"}]}""", """{"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_text","text":"c"}]}""")]
    [InlineData("content[1].image_url", """{"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_image","image_url":"x"}]}""", """{"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_image","image_url":"y"}]}""")]
    [InlineData("content[1]", """{"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_image","image_url":"x"}]}""", """{"role":"user","content":[{"type":"input_text","text":"a"}]}""")]
    [InlineData("content[0].refusal", """{"role":"assistant","content":[{"type":"refusal","refusal":"a"}]}""", """{"role":"assistant","content":[{"type":"refusal","refusal":"b"}]}""")]
    [InlineData("name", """{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}""", """{"type":"function_call","call_id":"c","name":"g","arguments":"{}"}""")]
    [InlineData("arguments.drive", """{"type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":1,\"drive\":\"C\"}"}""", """{"type":"function_call","call_id":"c","name":"f","arguments":"{\"drive\":\"D\",\"a\":1}"}""")]
    [InlineData("arguments.list[1].deep", """{"type":"function_call","call_id":"c","name":"f","arguments":"{\"list\":[1,{\"deep\":true}]}"}""", """{"type":"function_call","call_id":"c","name":"f","arguments":"{\"list\":[1,{\"deep\":false}]}"}""")]
    [InlineData("arguments.gone", """{"type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":1,\"gone\":2}"}""", """{"type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":1}"}""")]
    [InlineData("arguments", """{"type":"function_call","call_id":"c","name":"f","arguments":"no json"}""", """{"type":"function_call","call_id":"c","name":"f","arguments":"none either"}""")]
    [InlineData("call_id", """{"type":"function_call_output","call_id":"c","output":"a"}""", """{"type":"function_call_output","call_id":"d","output":"a"}""")]
    [InlineData("output", """{"type":"function_call_output","call_id":"c","output":"a"}""", """{"type":"function_call_output","call_id":"c","output":"b"}""")]
    [InlineData("output[0].text", """{"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"a"}]}""", """{"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"b"}]}""")]
    [InlineData("action.query", """{"type":"web_search_call","id":"1","status":"completed","action":{"query":"a"}}""", """{"type":"web_search_call","id":"2","status":"failed","action":{"query":"b"}}""")]
    [InlineData("id", """{"type":"item_reference","id":"a"}""", """{"type":"item_reference","id":"b"}""")]
    [InlineData(null, """{"type":"message","id":"m","status":"completed","role":"assistant","content":[{"type":"output_text","text":"a","annotations":[]}]}""", """{"role":"assistant","content":"a"}""")]
    [InlineData(null, """{"type":"function_call","id":"1","call_id":"c","name":"f","arguments":"{\"a\": 1}"}""", """{"type":"function_call","id":"2","call_id":"c","name":"f","arguments":"{\"a\":1}"}""")]
    public void The_first_compared_member_that_differs_is_named(string? path, string before, string now) =>
        JsonDiffPath.Between(ConversationItem.FromJson(before), ConversationItem.FromJson(now)).Should().Be(path);

    [Fact]
    public void A_name_that_may_be_anybodys_words_is_cut_short_and_made_plain()
    {
        var before = ConversationItem.FunctionCall("c", "f", "{}");
        var now = ConversationItem.FunctionCall("c", "f", $$"""{"say: \"it\".\n{{new string('x', 100)}}":1}""");

        JsonDiffPath.Between(before, now).Should().Be($"arguments.say???it???{new string('x', 29)}…");
    }

    [Fact]
    public void A_path_has_a_limit_however_deep_it_goes()
    {
        var (open, close) = (string.Concat(Enumerable.Repeat("{\"member\":", 60)), new string('}', 60));
        var before = ConversationItem.FunctionCall("c", "f", $"{open}1{close}");
        var now = ConversationItem.FunctionCall("c", "f", $"{open}2{close}");

        JsonDiffPath.Between(before, now).Should().StartWith("arguments.member.member").And.HaveLength(201);
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""", """{"a":"b"}""")]
    [InlineData("""{"\ud800":1}""", """{"a":"b"}""")]
    public void Arguments_that_are_no_valid_text_are_named_as_a_whole(string before, string now) =>
        JsonDiffPath.Between(ConversationItem.FunctionCall("c", "f", before), ConversationItem.FunctionCall("c", "f", now)).Should().StartWith("arguments");
}
