using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Tests.Outputs;

public sealed class ReplayTests
{
    // One of each family that the service finishes by itself, and two calls that the client has to answer.
    private static ModelAnswer Everything => new(
    [
        new ModelOutput.Reasoning(["Thinking."]) { RawText = ["Hm."] },
        new ModelOutput.WebSearchCall("moon"),
        new ModelOutput.FileSearchCall(["moon"]),
        new ModelOutput.CodeInterpreterCall("1"),
        new ModelOutput.ImageGenerationCall("QQ=="),
        new ModelOutput.McpListTools("docs", []),
        new ModelOutput.McpCall("docs", "find", "{}", "x"),
        .. ModelAnswer.HostedShell(("ls", "a")).Outputs,
        ModelOutput.Message.Saying("Look.", "commentary", new ModelAnnotation.FilePath("file_1", 0)),
        new ModelOutput.Refusal(["Not that."]),
        new ModelOutput.CustomCall("sql", "select 1", "call_1"),
        new ModelOutput.Call("f", "{}", "call_2"),
    ]);

    private static string Results => """
        {"type":"custom_tool_call_output","call_id":"call_1","output":"1"},{"type":"function_call_output","call_id":"call_2","output":"2"}
        """;

    [Fact]
    public async Task A_response_of_every_family_can_be_continued_by_id()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("go");
        await socket.CreateAsync($"\"previous_response_id\":\"{first.ResponseId()}\",\"input\":[{Results}]");
        var second = (await socket.ReceiveTurnAsync())[^1];

        second.OutputText().Should().Be("done");
        emulator.Journal.ContextOf(second.ResponseId()).Skip(1).SkipLast(2).Select(static item => item.GetRawText())
            .Should().Equal(first.At("response", "output").EnumerateArray().Select(static item => item.GetRawText()));
    }

    [Fact]
    [Trait("Rule", "4.6.1")]
    public async Task Outputs_of_every_family_are_accepted_back_as_input_without_the_ids_of_messages_and_calls()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var first = await socket.AskAsync("go");
        using var other = await BareSocket.ConnectAsync(emulator, limit.Token);

        var items = first.At("response", "output").EnumerateArray().Select(WithoutLookedUpId).ToList();
        await other.CreateAsync($$"""
            "input":[{"role":"user","content":"go"},{{string.Join(',', items)}},{{Results}}]
            """);
        var second = (await other.ReceiveTurnAsync())[^1];

        second.OutputText().Should().Be("done");
        items.Should().HaveCount(13);
        emulator.Journal.ContextOf(second.ResponseId()).Should().HaveCount(16);
    }

    [Fact]
    [Trait("Rule", "7.4.2")]
    public async Task Usage_of_a_replay_is_that_of_the_continuation()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var first = await socket.AskAsync("go");
        await socket.CreateAsync($"\"previous_response_id\":\"{first.ResponseId()}\",\"input\":[{Results}]");
        var continued = (await socket.ReceiveTurnAsync())[^1];
        var items = first.At("response", "output").EnumerateArray().Select(WithoutLookedUpId);
        await socket.CreateAsync($$"""
            "input":[{"role":"user","content":"go"},{{string.Join(',', items)}},{{Results}}]
            """);
        var replayed = (await socket.ReceiveTurnAsync())[^1];

        replayed.At("response", "usage", "input_tokens").GetInt32()
            .Should().Be(continued.At("response", "usage", "input_tokens").GetInt32()).And.BeGreaterThan(20);
    }

    [Fact]
    [Trait("Rule", "4.6.2")]
    public async Task Reasoning_without_encrypted_content_cannot_be_replayed_by_id()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await StartAsync(encryptsByDefault: false);
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var reasoning = (await socket.AskAsync("go")).At("response", "output", 0);
        await socket.CreateAsync($"\"input\":[{reasoning.GetRawText()}]");
        var error = (await socket.ReceiveTurnAsync())[^1];

        error.At("status").GetInt32().Should().Be(400);
        error.Text("error", "message").Should().StartWith($"Item with id '{reasoning.Text("id")}' not found.");
    }

    private static Task<ResponsesEmulator> StartAsync(bool encryptsByDefault = true) => ResponsesEmulator.StartAsync(new()
    {
        Model = new ScriptedModel().Then(Everything).Then(ModelAnswer.Text("done")).Then(ModelAnswer.Text("done")),
        EncryptedReasoningByDefault = encryptsByDefault,
    });

    private static string WithoutLookedUpId(JsonElement item)
    {
        var copy = JsonNode.Parse(item.GetRawText())!.AsObject();
        if (item.Text("type") is "message" or "function_call" or "custom_tool_call")
        {
            copy.Remove("id");
        }

        return copy.ToJsonString();
    }
}
