namespace Connectors.ResponsesWebSocket.Tests.Errors;

/// <summary>An exception of the application's own handler reaches the application as it was thrown, as with the OpenAI connector.</summary>
public sealed class HandlerExceptionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_the_very_exception_that_was_thrown(bool streaming)
    {
        var own = new InvalidTimeZoneException("The application's own.");
        using var http = new HttpClient(new Throwing(own));
        await using var harness = await Harness.StartAsync(Answers.Script(), options => options.HttpInvoker = http);
        var asking = () => harness.AnswerAsync(Harness.Said("hi"), streaming);

        (await asking.Should().ThrowExactlyAsync<InvalidTimeZoneException>()).Which.Should().BeSameAs(own);
    }

    private sealed class Throwing(Exception own) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw own;
    }
}
