using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Hosting;

public sealed class CompactEndpointTests
{
    [Fact]
    [Trait("Rule", "8.2.1")]
    public async Task It_returns_the_user_messages_and_one_compaction()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { TimeProvider = new WatchedTime() });

        var (status, window) = await PostAsync(emulator, """
            {"model":"m","instructions":"Be kind.","input":[
             {"type":"message","id":"msg_1","role":"user","content":[{"type":"input_text","text":"one"}]},
             {"role":"assistant","content":"long answer"},
             {"role":"user","content":"two"},
             {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
             {"type":"function_call_output","call_id":"c","output":"3"}]}
            """, limit.Token);

        status.Should().Be(HttpStatusCode.OK);
        window.Text("object").Should().Be("response.compaction");
        window.Text("id").Should().StartWith("resp_");
        window.At("created_at").GetInt64().Should().Be(new WatchedTime().GetUtcNow().ToUnixTimeSeconds());
        var output = window.At("output");
        output.EnumerateArray().Types().Should().Equal("message", "message", "compaction");
        output[0].Text("content", 0, "text").Should().Be("one");
        output[0].Has("id").Should().BeFalse("the window is sent where nothing is stored");
        output[1].Text("content", 0, "text").Should().Be("two");
        output[1].Text("role").Should().Be("user");
        output[2].Text("id").Should().StartWith("cmp_");
        window.At("usage", "input_tokens").GetInt32().Should().BePositive();
        window.At("usage", "total_tokens").GetInt32().Should().Be(
            window.At("usage", "input_tokens").GetInt32() + window.At("usage", "output_tokens").GetInt32());
    }

    [Fact]
    [Trait("Rule", "7.4.3")]
    public async Task The_window_begins_a_new_chain_on_a_socket()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var (_, window) = await PostAsync(emulator, """
            {"model":"m","input":[{"role":"user","content":"one"},{"role":"assistant","content":"x"},{"role":"user","content":"two"},
             {"type":"function_call","call_id":"c","name":"f","arguments":"{}"}]}
            """, limit.Token);
        var items = string.Join(',', window.At("output").EnumerateArray().Select(static item => item.GetRawText()));

        await socket.CreateAsync($$"""
            "input":[{{items}},{"type":"function_call_output","call_id":"c","output":"3"}]
            """);
        var quoted = (await socket.ReceiveTurnAsync())[^1];
        var recalled = await socket.AskAsync("recall", quoted.ResponseId());

        quoted.OutputText().Should().Be("Result of f: 3", "the call lives on in the compaction");
        recalled.OutputText().Should().Be("one\ntwo", "each text is there once");
    }

    [Fact]
    [Trait("Rule", "8.2.2")]
    public async Task A_stored_response_can_be_compacted_by_id_but_the_result_is_no_parent()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        await socket.SendAsync("""{"type":"response.create","model":"m","input":"kept"}""");
        var stored = (await socket.ReceiveTurnAsync())[^1].ResponseId();

        var (_, window) = await PostAsync(emulator, $$"""{"model":"m","previous_response_id":"{{stored}}"}""", limit.Token);
        var error = await socket.AskAsync("x", window.Text("id"));

        window.Text("output", 0, "content", 0, "text").Should().Be("kept");
        window.At("output").GetArrayLength().Should().Be(2);
        error.ErrorCode().Should().Be("previous_response_not_found");
    }

    [Fact]
    [Trait("Rule", "8.2.3")]
    public async Task What_only_a_socket_remembers_cannot_be_compacted_by_id()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var unstored = (await socket.AskAsync("x")).ResponseId();

        var (status, body) = await PostAsync(emulator, $$"""{"model":"m","previous_response_id":"{{unstored}}"}""", limit.Token);

        status.Should().Be(HttpStatusCode.BadRequest);
        body.ErrorCode().Should().Be("previous_response_not_found");
    }

    [Theory]
    [InlineData("""{"input":"x"}""", "model")]
    [InlineData("""{"model":"m"}""", "input")]
    [InlineData("""{"model":"m","input":7}""", "input")]
    [InlineData("""{"model":"m","input":"x","store":true}""", "store")]
    [InlineData("""{"model":"m","input":[{"type":"nonsense"}]}""", "input[0].type")]
    [InlineData("[]", null)]
    [InlineData("{", null)]
    [Trait("Rule", "8.2.4")]
    public async Task A_bad_body_is_refused(string body, string? param)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();

        var (status, error) = await PostAsync(emulator, body, limit.Token);

        status.Should().Be(HttpStatusCode.BadRequest);
        error.Text("error", "type").Should().Be("invalid_request_error");
        error.Text("error", "param").Should().Be(param);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    [Trait("Rule", "8.2.4")]
    public async Task The_key_is_checked(string? key)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();

        var (status, error) = await PostAsync(emulator, """{"model":"m","input":"x"}""", limit.Token, key);

        status.Should().Be(HttpStatusCode.Unauthorized);
        error.Text("error", "type").Should().Be("invalid_request_error");
    }

    [Fact]
    public async Task Only_POST_is_served()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var http = new HttpClient();

        using var answer = await http.GetAsync(AddressOf(emulator), limit.Token);

        answer.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        answer.Content.Headers.Allow.Should().Equal("POST");
    }

    private static Uri AddressOf(ResponsesEmulator emulator) => new(emulator.Endpoint.AbsoluteUri + "/responses/compact");

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(
        ResponsesEmulator emulator, string body, CancellationToken limit, string? key = "test-key")
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(emulator))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.SendAsync(request, limit);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(limit));
        return (answer.StatusCode, document.RootElement.Clone());
    }
}
