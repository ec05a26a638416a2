using System.Net;

namespace Connectors.ResponsesWebSocket.Tests.Errors;

/// <summary>Failures reach the caller in the types of the OpenAI connector.</summary>
public sealed class ServiceErrorsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "X1")]
    [Trait("Contract", "X3")]
    public async Task A_refusal_carries_status_body_message_and_cause(bool streaming)
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Error(400, "invalid_value", "That is no value."), Answers.Text("ok"));

        var told = await ToldFailure.OfAsync(harness, streaming);

        told.Status.Should().Be(HttpStatusCode.BadRequest);
        told.Content!.Json().GetRawText().Should().Contain("invalid_value").And.Contain("That is no value.");
        told.Message.Should().Be($"HTTP 400 (invalid_request_error: invalid_value){Environment.NewLine}{Environment.NewLine}That is no value.");
        told.Inner.Should().BeOfType<ResponseRefusedException>().Which.Code.Should().Be("invalid_value");
        (await harness.AskAsync("again")).Content.Should().Be("ok");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "P33")]
    public async Task A_response_that_fails_is_an_exception_with_the_error_as_content(bool streaming)
    {
        await using var harness = await Harness.StartAsync(
            Answers.Script(ModelAnswer.Failed("server_error", "Something broke."), Answers.Text("ok")), static options => options.MaxRetries = 0);

        var told = await ToldFailure.OfAsync(harness, streaming);

        told.Content.Should().Contain("server_error").And.Contain("Something broke.");
        told.Inner.Should().BeOfType<ResponseRefusedException>();
        (await harness.AskAsync("again")).Content.Should().Be("ok");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "X1")]
    public async Task A_wrong_key_is_Unauthorized(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Script(), static options => options.ApiKey = "sk-wrong-secret");

        var told = await ToldFailure.OfAsync(harness, streaming);

        told.Status.Should().Be(HttpStatusCode.Unauthorized);
        told.Message.Should().StartWith("HTTP 401 (invalid_request_error: invalid_api_key)");
        told.Content!.Json().GetProperty("error").GetProperty("code").GetString().Should().Be("invalid_api_key");
        $"{told} {told.Inner}".Should().NotContain("sk-wrong-secret");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "X2")]
    public async Task No_answer_at_all_is_no_status_and_no_content(bool streaming)
    {
        using var port = new ReservedPort();
        await using var harness = await Harness.StartAsync(new EmulatorOptions { Port = port.Number, Model = Answers.Script() }, static options => options.ConnectRetries = 0);
        await harness.Emulator.DisposeAsync();

        var told = await ToldFailure.OfAsync(harness, streaming);

        told.Status.Should().BeNull();
        told.Content.Should().BeNull();
        told.Message.Should().StartWith("Connection refused");
        told.Inner.Should().BeOfType<HttpRequestException>().Which.InnerException.Should().BeOfType<ConnectionLostException>();
    }

    [Fact]
    [Trait("Contract", "P48")]
    public async Task A_socket_lost_in_the_middle_of_streamed_text_is_an_error_and_no_call_is_run()
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

        var thrown = (await reading.Should().ThrowExactlyAsync<HttpIOException>()).Which;
        thrown.HttpRequestError.Should().Be(HttpRequestError.ResponseEnded);
        thrown.InnerException.Should().BeOfType<ConnectionLostException>().Which.Delivery.Should().Be(DeliveryState.Answered);
        runs.Should().Be(0);
        history.Should().ContainSingle();
    }

    [Fact]
    [Trait("Contract", "X5")]
    public async Task Prompt_functions_let_the_exception_through()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Error(400, "invalid_value", "no"));

        var invoking = () => harness.Kernel.InvokePromptAsync("hi", cancellationToken: harness.Limit);

        (await invoking.Should().ThrowAsync<HttpOperationException>()).Which.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }
}
