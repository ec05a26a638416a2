namespace ResponsesWebSocket.Emulator.Tests.Protocol;

public sealed class ValidationTests
{
    [Theory]
    [InlineData("""{"type":"response.create","input":"x"}""", "Missing required parameter: 'model'.", "model")]
    [InlineData("""{"type":"response.create","model":"m"}""", "Missing required parameter: 'input'.", "input")]
    [InlineData("""{"type":"response.create","model":"m","input":"x","nonsense":null}""", "Unsupported parameter: nonsense", "nonsense")]
    [InlineData("""{"type":"response.create","model":"m","input":"x","response":{}}""", "Unsupported parameter: response", "response")]
    [InlineData("""{"type":"response.create","model":"m","input":"x","store":"no"}""", "*expected boolean, but got string*", "store")]
    [InlineData("""{"type":"response.create","model":"m","input":{}}""", "*expected string or array, but got object*", "input")]
    [InlineData("""{"type":"response.create","model":"m","input":[{"type":"nonsense"}]}""", "*'nonsense' is no known item type*", "input[0].type")]
    [InlineData("""{"type":"response.create","model":"m","input":[{"role":"robot","content":"x"}]}""", "*'robot'*", "input[0].role")]
    [InlineData("""{"type":"response.create","model":"m","input":[{"role":"user"}]}""", "*'input[0].content'*", "input[0].content")]
    [InlineData("""{"type":"response.create","model":"m","input":"x","tools":[{"type":"function"}]}""", "*'tools[0].name'*", "tools[0].name")]
    [InlineData("""{"type":"response.create","model":"m","input":"x","tool_choice":"maybe"}""", "*'maybe'*", "tool_choice")]
    [InlineData("""{"type":"response.create","model":"m","input":"x","conversation":"conv_1"}""", "*no such object*", "conversation")]
    [Trait("Rule", "3.5.10")]
    [Trait("Rule", "6.3.5")]
    public async Task A_bad_request_is_refused_and_the_field_named(string frame, string message, string param)
    {
        var error = await RefusalOfAsync(frame);

        error.Text("error", "message").Should().Match(message);
        error.Text("error", "param").Should().Be(param);
    }

    [Fact]
    [Trait("Rule", "6.3.5")]
    public async Task Background_is_refused_with_its_own_code()
    {
        var error = await RefusalOfAsync("""{"type":"response.create","model":"m","input":"x","background":true}""");

        error.ErrorCode().Should().Be("unsupported_parameter");
        error.Text("error", "param").Should().Be("background");
    }

    [Fact]
    public async Task Assistant_text_of_type_input_text_is_refused()
    {
        var error = await RefusalOfAsync(
            """{"type":"response.create","model":"m","input":[{"role":"assistant","content":[{"type":"input_text","text":"x"}]}]}""");

        error.Text("error", "message").Should().Contain("'input_text' is not supported for role assistant");
    }

    [Theory]
    [InlineData("{\"ok\":true}")]
    [InlineData("null")]
    [InlineData("7")]
    public async Task A_function_output_must_be_a_string_or_an_array(string output)
    {
        var error = await RefusalOfAsync($$"""
            {"type":"response.create","model":"m","input":[
             {"type":"function_call","call_id":"call_1","name":"f","arguments":"{}"},
             {"type":"function_call_output","call_id":"call_1","output":{{output}}}]}
            """);

        error.Text("error", "param").Should().Be("input[1].output");
    }

    [Theory]
    [InlineData("""{"type":"message","id":"msg_1","role":"assistant","content":"x"}""", "msg_1")]
    [InlineData("""{"type":"reasoning","id":"rs_1","summary":[]}""", "rs_1")]
    [InlineData("""{"type":"function_call","id":"fc_1","call_id":"c","name":"f","arguments":"{}"}""", "fc_1")]
    [InlineData("""{"type":"item_reference","id":"msg_2"}""", "msg_2")]
    [Trait("Rule", "4.6.4")]
    public async Task A_server_id_that_nobody_stored_is_not_found(string item, string id)
    {
        var error = await RefusalOfAsync($$"""{"type":"response.create","model":"m","store":false,"input":[{{item}}]}""");

        error.At("status").GetInt32().Should().Be(400);
        error.Text("error", "message").Should().StartWith($"Item with id '{id}' not found.");
    }

    [Theory]
    [InlineData("""{"type":"response.create","model":"m","input":"say hi","stream":true,"previous_response_id":null,"background":false}""")]
    [InlineData("""{"type":"response.create","model":"m","store":false,"input":[{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"e"},{"role":"user","content":"say hi"}]}""")]
    [InlineData("""{"type":"response.create","model":"m","store":false,"input":[{"type":"message","id":"own-7","role":"user","content":"say hi"}]}""")]
    [Trait("Rule", "6.3.6")]
    public async Task What_clients_in_the_wild_send_is_accepted(string frame)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.SendAsync(frame);
        var end = (await socket.ReceiveTurnAsync())[^1];

        end.OutputText().Should().Be("hi");
    }

    [Fact]
    [Trait("Rule", "4.6.4")]
    public async Task A_stored_item_can_be_named_by_id_and_by_reference()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        await socket.SendAsync("""{"type":"response.create","model":"m","input":"say kept"}""");
        var item = (await socket.ReceiveTurnAsync())[^1].At("response", "output", 0);

        await socket.CreateAsync($$"""
            "input":[{{item.GetRawText()}},{"type":"item_reference","id":"{{item.Text("id")}}"},{"role":"user","content":"say hi"}]
            """);
        var end = (await socket.ReceiveTurnAsync())[^1];

        end.OutputText().Should().Be("hi");
        emulator.Journal.ContextOf(end.ResponseId())[1].GetRawText().Should().Be(item.GetRawText());
    }

    private static async Task<System.Text.Json.JsonElement> RefusalOfAsync(string frame)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        await socket.SendAsync(frame);
        var error = await socket.ReceiveAsync();
        error.Type().Should().Be("error");
        error.Text("error", "type").Should().Be("invalid_request_error");
        emulator.Journal.Responses.Should().BeEmpty("a refused request consumes no response id");
        return error;
    }
}
