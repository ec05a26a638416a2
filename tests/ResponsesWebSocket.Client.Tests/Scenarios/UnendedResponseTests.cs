namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>A terminal event of a response that goes on in the background: there is no answer, and none must be made up.</summary>
public sealed class UnendedResponseTests
{
    [Theory]
    [InlineData("response.completed", "queued")]
    [InlineData("response.completed", "in_progress")]
    [InlineData("response.done", "queued")]
    public async Task The_turn_is_refused_with_what_to_change_and_the_socket_goes_on(string type, string status)
    {
        var model = new ScriptedModel()
            .Then(request => ModelAnswer.Text("late").Before("response.output_item.added", new ModelOutput.RawEvent(
                $$$"""{"type":"{{{type}}}","response":{"id":"{{{request.ResponseId}}}","object":"response","status":"{{{status}}}","instructions":"secret-text","output":[]}}""")))
            .Then(ModelAnswer.Text("two"));
        await using var harness = await Harness.StartAsync(new EmulatorOptions { Model = model });
        var turn = () => harness.TurnAsync(TestHistory.Asking("go"));

        var thrown = (await turn.Should().ThrowAsync<ResponseRefusedException>()).Which;

        thrown.Message.Should().Contain("has not ended").And.Contain("background").And.NotContain("secret-text");
        thrown.IsTransient.Should().BeFalse();
        (await harness.TurnAsync(TestHistory.Asking("again"))).Text.Should().Be("two");
        harness.Journal.Responses.Should().HaveCount(2, "it was not asked again");
    }

    [Fact]
    public async Task Over_HTTP_an_unended_response_is_refused_in_the_same_words()
    {
        await using var server = await MisbehavingServer.StreamingAsync(MisbehavingServer.CompletedEvent.Replace("\"completed\"", "\"queued\""));
        await using var client = server.Client();
        using var limit = TestTimeout.Start();
        var turn = () => client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);

        (await turn.Should().ThrowAsync<ResponseRefusedException>()).Which.Message.Should().Contain("has not ended");
        server.Requests.Should().ContainSingle();
    }
}
