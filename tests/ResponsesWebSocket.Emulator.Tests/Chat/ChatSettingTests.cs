using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Chat;

/// <summary>Settings that chat completions have and responses do not, or have in another form.</summary>
public sealed class ChatSettingTests
{
    private const string User = """{"role":"user","content":"x"}""";

    [Theory]
    [InlineData("\"STOP\"")]
    [InlineData("[\"END\",\"STOP\"]")]
    public async Task An_answer_ends_in_front_of_a_stop_sequence_however_it_is_cut(string stop)
    {
        using var limit = TestTimeout.Start();
        var answer = new ModelAnswer([new ModelOutput.Text(["one ST", "X ST", "OP two END"]), new ModelOutput.Call("f", "{}", "c1")]);
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedModel().Then(answer).Then(answer) });
        using var http = new BareHttp(emulator, limit.Token);

        var whole = await http.ChatAsync(User, $",\"stop\":{stop}");
        var stream = await http.ChatAsync(User, $",\"stop\":{stop},\"stream\":true");

        whole.Json.Text("choices", 0, "message", "content").Should().Be("one STX ");
        whole.Json.At("choices", 0, "message").Has("tool_calls").Should().BeFalse("nothing is written behind the stop");
        whole.Json.Text("choices", 0, "finish_reason").Should().Be("stop");
        ContentOf(stream.Data).Should().Be("one STX ");
        stream.Data[^1].Text("choices", 0, "finish_reason").Should().Be("stop");
    }

    [Fact]
    public async Task What_only_begins_like_a_stop_sequence_is_told_at_the_end()
    {
        using var limit = TestTimeout.Start();
        var answer = ModelAnswer.Deltas("one S", "TO");
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedModel().Then(answer).Then(answer) });
        using var http = new BareHttp(emulator, limit.Token);

        var whole = await http.ChatAsync(User, ",\"stop\":\"STOP\"");
        var stream = await http.ChatAsync(User, ",\"stop\":\"STOP\",\"stream\":true");

        whole.Json.Text("choices", 0, "message", "content").Should().Be("one STO");
        ContentOf(stream.Data).Should().Be("one STO");
    }

    [Fact]
    public async Task Log_probabilities_come_with_the_choice_when_asked_for()
    {
        using var limit = TestTimeout.Start();
        var answer = ModelAnswer.Deltas("ü", "b");
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedModel().Then(answer).Then(answer).Then(answer) });
        using var http = new BareHttp(emulator, limit.Token);

        var whole = await http.ChatAsync(User, ",\"logprobs\":true,\"top_logprobs\":1");
        var stream = await http.ChatAsync(User, ",\"logprobs\":true,\"stream\":true");
        var without = await http.ChatAsync(User);

        whole.Json.At("choices", 0, "logprobs", "content").GetArrayLength().Should().Be(2);
        whole.Json.At("choices", 0, "logprobs", "content", 0).GetRawText().Should().Be(
            """{"token":"ü","logprob":-0.25,"bytes":[195,188],"top_logprobs":[{"token":"ü","logprob":-0.25,"bytes":[195,188]}]}""");
        stream.Data.Select(static chunk => chunk.At("choices", 0, "logprobs")).Where(static logprobs => logprobs.ValueKind == JsonValueKind.Object)
            .Select(static logprobs => logprobs.Text("content", 0, "token")).Should().Equal("ü", "b");
        without.Json.At("choices", 0, "logprobs").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task Web_search_and_sound_reach_the_model_in_the_words_of_a_create()
    {
        using var limit = TestTimeout.Start();
        var model = new ScriptedModel().Then(ModelAnswer.Text("ok"));
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        using var http = new BareHttp(emulator, limit.Token);

        await http.ChatAsync(
            """{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AAEC","format":"mp3"}}]}""",
            """
            ,"web_search_options":{"search_context_size":"low","user_location":{"type":"approximate","approximate":{"country":"NO"}}},
            "modalities":["text"],"audio":{"voice":"alloy","format":"mp3"}
            """);

        var asked = model.Requests.Should().ContainSingle().Subject;
        asked.Tools.Should().ContainSingle().Which.GetRawText().Should().Be(
            """{"type":"web_search","search_context_size":"low","user_location":{"type":"approximate","country":"NO"}}""");
        asked.Context[0].At("content", 0).GetRawText().Should().Be(
            """{"type":"input_file","filename":"audio.mp3","file_data":"data:audio/mp3;base64,AAEC"}""");
    }

    private static string ContentOf(IEnumerable<JsonElement> chunks) => string.Concat(
        chunks.Select(static chunk => chunk.At("choices", 0, "delta")).Where(static delta => delta.Has("content")).Select(static delta => delta.Text("content")));
}
