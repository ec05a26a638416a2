using System.Net;

namespace Connectors.ResponsesWebSocket.Tests.Errors;

/// <summary>The body and the message of a refusal, as they are over HTTP whatever carried it.</summary>
public sealed class ErrorBodyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_holds_the_error_alone_and_nothing_of_a_frame(bool streaming)
    {
        await using var harness = await Harness.StartAsync(
            Answers.Script(ModelAnswer.Error(EmulatedErrors.RateLimitExceeded(TimeSpan.FromSeconds(7)))), static options => options.MaxRetries = 0);

        var told = await ToldFailure.OfAsync(harness, streaming);

        var body = told.Content!.Json();
        body.EnumerateObject().Select(static member => member.Name).Should().Equal("error");
        body.GetProperty("error").EnumerateObject().Select(static member => member.Name).Should().BeEquivalentTo("message", "type", "param", "code");
        told.Message.Should().Be(Lines("HTTP 429 (rate_limit_error: rate_limit_exceeded)", "", "Rate limit reached. Please try again in 7s."));
    }

    [Theory]
    [InlineData("server_error", 500, "server_error", false)]
    [InlineData("server_error", 500, "server_error", true)]
    [InlineData("of_tomorrow", 500, "server_error", false)]
    [InlineData("rate_limit_exceeded", 429, "rate_limit_error", false)]
    [InlineData("invalid_image", 400, "invalid_request_error", false)]
    [InlineData("empty_image_file", 400, "invalid_request_error", true)]
    [InlineData("image_content_policy_violation", 400, "invalid_request_error", false)]
    public async Task A_response_that_fails_is_told_as_the_refusal_that_it_would_be_over_HTTP(string code, int status, string type, bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Script(ModelAnswer.Failed(code, "It failed.")), static options => options.MaxRetries = 0);

        var told = await ToldFailure.OfAsync(harness, streaming);

        told.Status.Should().Be((HttpStatusCode)status);
        told.Message.Should().Be(Lines($"HTTP {status} ({type}: {code})", "", "It failed."));
        told.Content!.Json().GetProperty("error").GetProperty("type").GetString().Should().Be(type);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_parameter_has_a_line_of_its_own_and_no_code_is_no_word(bool streaming)
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Error(new EmulatedError(400, null, "Too high.") { Param = "top_p" }));

        (await ToldFailure.OfAsync(harness, streaming)).Message.Should().Be(Lines("HTTP 400 (invalid_request_error: )", "Parameter: top_p", "", "Too high."));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("", true)]
    [InlineData("<html>Down</html>", false)]
    [InlineData("<html>Down</html>", true)]
    [InlineData("""{"reason":"blocked"}""", false)]
    [InlineData("""{"reason":"blocked"}""", true)]
    public async Task What_is_no_error_is_passed_on_as_it_came(string body, bool streaming)
    {
        using var http = new HttpClient(new Answering(HttpStatusCode.ServiceUnavailable, body));
        await using var harness = await Harness.StartAsync(Answers.Script(), options => (options.HttpInvoker, options.MaxRetries) = (http, 0));

        var told = await ToldFailure.OfAsync(harness, streaming);

        (told.Status, told.Content).Should().Be((HttpStatusCode.ServiceUnavailable, body));
        told.Message.Should().StartWith("Service request failed.").And.Contain("Status: 503 (Service Unavailable)");
    }

    private static string Lines(params string[] lines) => string.Join(Environment.NewLine, lines);

    private sealed class Answering(HttpStatusCode status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body), RequestMessage = request });
    }
}
