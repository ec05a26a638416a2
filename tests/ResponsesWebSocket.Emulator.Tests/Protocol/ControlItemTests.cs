using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Protocol;

public sealed class ControlItemTests
{
    private const string AddG =
        """{"type":"additional_tools","role":"developer","tools":[{"type":"function","name":"g","parameters":{}}]}""";

    [Fact]
    [Trait("Rule", "4.2.3")]
    public async Task Additional_tools_are_inherited_while_tools_of_a_create_are_not()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.CreateAsync($$$"""
            "tools":[{"type":"function","name":"f","parameters":{}}],"input":[{{{AddG}}},{"role":"user","content":"x"}]
            """);
        var first = (await socket.ReceiveTurnAsync())[^1];
        var second = await socket.AskAsync("y", first.ResponseId());
        await socket.AskAsync("z");

        emulator.Journal.Responses.Select(NamesOfTools).Should().BeEquivalentTo(
            new[] { new[] { "f", "g" }, ["g"], [] }, static options => options.WithStrictOrdering());
        second.At("response", "tools").GetArrayLength().Should().Be(0, "the echo shows the create's own tools");
    }

    [Fact]
    public async Task Additional_tools_outlive_a_compaction()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.CreateAsync($$""" "input":[{{AddG}},{"role":"user","content":"x"},{"type":"compaction_trigger"}] """);
        var compacted = (await socket.ReceiveTurnAsync())[^1];
        await socket.AskAsync("y", compacted.ResponseId());

        NamesOfTools(emulator.Journal.Responses[1]).Should().Equal("g");
    }

    [Fact]
    public async Task A_model_can_refuse_additional_tools()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { TakesAdditionalTools = static model => model != "gpt-6-astra" });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.CreateAsync($$""" "input":[{{AddG}},{"role":"user","content":"x"}] """);
        var error = await socket.ReceiveAsync();
        await socket.SendAsync($$"""{"type":"response.create","model":"other","input":[{{AddG}},{"role":"user","content":"x"}]}""");

        error.At("status").GetInt32().Should().Be(400);
        error.ErrorCode().Should().Be("unsupported_value");
        error.Text("error", "param").Should().Be("input");
        (await socket.ReceiveTurnAsync())[^1].Type().Should().Be("response.completed");
    }

    [Fact]
    public async Task A_configuration_update_stays_until_the_next_one()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await UpdateAsync(socket, null, """ "reasoning":{"effort":"high"},"text":{"format":{"type":"json_object"}} """);
        var second = await socket.AskAsync("x", first.ResponseId(), more: ""","reasoning":{"effort":"low","summary":"auto"}""");
        var third = await UpdateAsync(socket, second.ResponseId(), """ "reasoning":{"effort":"none"} """);
        var fresh = await socket.AskAsync("x");

        Effort(first).Should().Be("high");
        Format(first).Should().Be("json_object");
        Effort(second).Should().Be("high");
        second.Text("response", "reasoning", "summary").Should().Be("auto", "only the effort was updated");
        Format(second).Should().Be("json_object");
        Effort(third).Should().Be("none");
        Format(third).Should().Be("json_object", "the second update says nothing about it");
        Effort(fresh).Should().BeNull();
        Format(fresh).Should().Be("text");
    }

    [Fact]
    [Trait("Rule", "4.2.5")]
    public async Task A_changed_effort_costs_the_cached_tokens()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("some words");
        var second = await UpdateAsync(socket, first.ResponseId(), """ "reasoning":{"effort":"high"} """);
        var third = await socket.AskAsync("x", second.ResponseId());

        Cached(second).Should().Be(0);
        Cached(third).Should().BePositive("the effort is the same as before");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Rule", "8.1.5")]
    public async Task A_configuration_update_and_automatic_compaction_exclude_each_other(bool inherited)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        const string Management = ""","context_management":[{"type":"compaction","compact_threshold":1000}]""";
        const string Update = """ "reasoning":{"effort":"high"} """;

        var parent = inherited ? (await UpdateAsync(socket, null, Update)).ResponseId() : null;
        var error = inherited
            ? await socket.AskAsync("x", parent, more: Management)
            : await UpdateAsync(socket, null, Update, Management);

        error.At("status").GetInt32().Should().Be(400);
        error.Text("error", "param").Should().Be("input");
        error.Text("error", "message").Should().Contain("context_management");
    }

    [Theory]
    [InlineData("""{"type":"additional_tools","tools":[]}""", "input[0].role")]
    [InlineData("""{"type":"additional_tools","role":"user","tools":[]}""", "input[0].role")]
    [InlineData("""{"type":"additional_tools","role":"developer"}""", "input[0].tools")]
    [InlineData("""{"type":"configuration_update","reasoning":{"effort":"extreme"}}""", "input[0].reasoning.effort")]
    [InlineData("""{"type":"configuration_update","reasoning":{}}""", "input[0].reasoning.effort")]
    [InlineData("""{"type":"configuration_update","text":{"verbosity":"low"}}""", "input[0].text.format.type")]
    [InlineData("""{"type":"item_reference"}""", "input[0].id")]
    [InlineData("""{"content":"x"}""", "input[0].type")]
    public async Task A_malformed_control_item_is_refused(string item, string param)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.CreateAsync($"\"input\":[{item},{{\"role\":\"user\",\"content\":\"x\"}}]");
        var error = await socket.ReceiveAsync();

        error.Type().Should().Be("error");
        error.Text("error", "param").Should().Be(param);
    }

    [Fact]
    public async Task A_reference_needs_no_type_but_a_stored_item()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var one = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var two = await BareSocket.ConnectAsync(emulator, limit.Token);
        await one.SendAsync("""{"type":"response.create","model":"m","input":"call f {}"}""");
        var call = (await one.ReceiveTurnAsync())[^1].At("response", "output", 0);
        var unstored = (await one.AskAsync("say x")).Text("response", "output", 0, "id");

        await two.CreateAsync($$"""
            "input":[{"id":"{{call.Text("id")}}"},{"type":"function_call_output","call_id":"{{call.Text("call_id")}}","output":"1"}]
            """);
        var end = (await two.ReceiveTurnAsync())[^1];
        await one.CreateAsync($$""" "input":[{"id":"{{unstored}}"}] """);
        var error = await one.ReceiveAsync();

        end.OutputText().Should().Be("Result of f: 1");
        emulator.Journal.ContextOf(end.ResponseId())[0].GetRawText().Should().Be(call.GetRawText());
        error.Text("error", "message").Should().Contain(unstored).And.Contain("not found");
    }

    private static async Task<JsonElement> UpdateAsync(BareSocket socket, string? parent, string settings, string more = "")
    {
        var link = parent is null ? string.Empty : $"\"previous_response_id\":\"{parent}\",";
        await socket.CreateAsync($$"""
            {{link}}"input":[{"type":"configuration_update",{{settings}}},{"role":"user","content":"x"}]{{more}}
            """);
        return (await socket.ReceiveTurnAsync())[^1];
    }

    private static string?[] NamesOfTools(JournalResponse response) => [.. response.Tools.Select(static tool => tool.Text("name"))];

    private static string? Effort(JsonElement terminal) => terminal.Text("response", "reasoning", "effort");

    private static string? Format(JsonElement terminal) => terminal.Text("response", "text", "format", "type");

    private static int Cached(JsonElement terminal) => terminal.At("response", "usage", "input_tokens_details", "cached_tokens").GetInt32();
}
