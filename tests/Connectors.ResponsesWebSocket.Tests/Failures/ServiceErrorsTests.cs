using System.Net;

namespace Connectors.ResponsesWebSocket.Tests.Failures;

/// <summary>X1 to X5: failures reach the caller as HttpOperationException, in both modes alike.</summary>
public sealed class ServiceErrorsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Acceptance", "48")]
    public async Task X1_X3_A_refusal_carries_status_body_message_and_cause(bool streaming)
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Error(400, "invalid_value", "That is no value."), Answers.Text("ok"));

        var thrown = await FailsAsync(harness, streaming);

        thrown.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        thrown.ResponseContent!.Json().GetRawText().Should().Contain("invalid_value").And.Contain("That is no value.");
        thrown.Message.Should().StartWith("HTTP 400 (invalid_request_error: invalid_value)\n\nThat is no value.");
        thrown.InnerException.Should().BeOfType<ResponseRefusedException>().Which.Code.Should().Be("invalid_value");
        (await harness.AskAsync("again")).Content.Should().Be("ok");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Acceptance", "48")]
    public async Task P33_A_response_that_fails_is_an_exception_with_the_error_as_content(bool streaming)
    {
        await using var harness = await Harness.StartAsync(
            Answers.Script(ModelAnswer.Failed("server_error", "Something broke."), Answers.Text("ok")), static options => options.MaxRetries = 0);

        var thrown = await FailsAsync(harness, streaming);

        thrown.ResponseContent.Should().Contain("server_error").And.Contain("Something broke.");
        thrown.InnerException.Should().BeOfType<ResponseRefusedException>();
        (await harness.AskAsync("again")).Content.Should().Be("ok");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Acceptance", "48")]
    public async Task X1_A_wrong_key_is_Unauthorized(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Script(), static options => options.ApiKey = "sk-wrong-secret");

        var thrown = await FailsAsync(harness, streaming);

        thrown.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        thrown.ToString().Should().NotContain("sk-wrong-secret");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Acceptance", "48")]
    public async Task X2_No_answer_at_all_is_no_status_and_no_content(bool streaming)
    {
        // No later try: by then the port may be another test's.
        await using var harness = await Harness.StartAsync(Answers.Script(), static options => options.ConnectRetries = 0);
        await harness.Emulator.DisposeAsync();

        var thrown = await FailsAsync(harness, streaming);

        thrown.StatusCode.Should().BeNull();
        thrown.ResponseContent.Should().BeNull();
        thrown.InnerException.Should().BeOfType<ConnectionLostException>();
    }

    [Fact]
    public async Task P48_A_socket_lost_in_the_middle_of_streamed_text_is_an_error_and_no_call_is_run()
    {
        var runs = 0;
        await using var harness = await Harness.StartAsync(ModelAnswer.TextAndCalls("Let me look at that.", ("P-F", "{}")), Answers.Text("ok"));
        harness.With("P", () => Interlocked.Increment(ref runs));
        using var held = harness.Emulator.Faults.HoldBeforeEvent(1, "response.completed");
        harness.Emulator.Faults.DropBeforeEvent(1, "response.completed");
        var history = Harness.Said("go");

        var reading = async () =>
        {
            await foreach (var chunk in harness.Service.GetStreamingChatMessageContentsAsync(history, Harness.Auto, harness.Kernel, harness.Limit))
            {
                // Only now: what was sent but not read when a connection is lost, is lost with it.
                held.Release();
            }
        };

        var thrown = (await reading.Should().ThrowAsync<HttpOperationException>()).Which;
        thrown.StatusCode.Should().BeNull();
        thrown.InnerException.Should().BeOfType<ConnectionLostException>().Which.Delivery.Should().Be(DeliveryState.Answered);
        runs.Should().Be(0);
        history.Should().ContainSingle();
    }

    [Fact]
    public async Task X5_Prompt_functions_let_the_exception_through()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Error(400, "invalid_value", "no"));

        var invoking = () => harness.Kernel.InvokePromptAsync("hi", cancellationToken: harness.Limit);

        (await invoking.Should().ThrowAsync<HttpOperationException>()).Which.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    private static async Task<HttpOperationException> FailsAsync(Harness harness, bool streaming)
    {
        var asking = () => harness.AnswerAsync(Harness.Said("hi"), streaming);
        return (await asking.Should().ThrowExactlyAsync<HttpOperationException>()).Which;
    }
}
