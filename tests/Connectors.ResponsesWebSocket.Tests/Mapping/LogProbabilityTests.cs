using OpenAI.Chat;

namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>The log probabilities of the answer's tokens.</summary>
public sealed class LogProbabilityTests
{
    [Fact]
    public async Task Log_probabilities_stand_in_the_metadata_token_by_token_and_survive_JSON()
    {
        var answer = await AnswerAsync("""
            {"type":"output_text","text":"Hi","logprobs":[{"token":"H","logprob":-0.5,"bytes":[72],"top_logprobs":[{"token":"H","logprob":-0.5,"bytes":[72]},{"token":"J","logprob":-2}]}]},
            {"type":"output_text","text":"!","logprobs":[{"token":"!","logprob":-1}]}
            """);

        var tokens = answer.Metadata!["ContentTokenLogProbabilities"].Should().BeAssignableTo<IReadOnlyList<ChatTokenLogProbabilityDetails>>().Subject;
        tokens.Select(static token => (token.Token, token.LogProbability)).Should().Equal(("H", -0.5f), ("!", -1f));
        tokens[0].Utf8Bytes!.Value.ToArray().Should().Equal(72);
        tokens[0].TopLogProbabilities.Select(static top => (top.Token, top.LogProbability, top.Utf8Bytes is null)).Should().Equal(("H", -0.5f, false), ("J", -2f, true));
        tokens[1].Utf8Bytes.Should().BeNull();
        var stored = (JsonElement)new ChatHistory { answer }.Reread()[0].Metadata!["ContentTokenLogProbabilities"]!;
        stored.Text(0, "TopLogProbabilities", 1, "Token").Should().Be("J");
        stored.At(0, "LogProbability").GetDouble().Should().Be(-0.5);
    }

    [Theory]
    [InlineData("""{"type":"output_text","text":"Hi","logprobs":[]}""")]
    [InlineData("""{"type":"output_text","text":"Hi"}""")]
    [InlineData("""{"type":"output_text","text":"Hi","logprobs":[1,{},{"token":"H","logprob":"x"},{"token":"H","logprob":1e999}]}""")]
    public async Task Without_log_probabilities_the_list_is_empty_and_the_answer_is_not_lost(string part)
    {
        var answer = await AnswerAsync(part);

        answer.Content.Should().Be("Hi");
        answer.Metadata!["ContentTokenLogProbabilities"].Should().BeAssignableTo<IReadOnlyList<ChatTokenLogProbabilityDetails>>().Which.Should().BeEmpty();
    }

    private static async Task<Microsoft.SemanticKernel.ChatMessageContent> AnswerAsync(string parts)
    {
        await using var harness = await Harness.StartAsync(new ModelAnswer([new ModelOutput.RawItem($$"""{"type":"message","role":"assistant","content":[{{parts}}]}""")]));
        return await harness.AskAsync("go");
    }
}
