using Microsoft.Extensions.Options;

namespace ResponsesWebSocket.Client.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void OpenAI_needs_a_key() => ShouldFail(static options => options.ApiKey = " ", "No API key for api.openai.com*OPENAI_API_KEY");

    [Fact]
    public void Another_service_may_do_without_a_key() => FaultsOf(static options =>
    {
        options.ApiKey = null;
        options.Endpoint = new Uri("https://gateway.example/v1");
    }).Should().BeEmpty();

    [Theory]
    [InlineData("ws://gateway.example/v1", "unencrypted*wss")]
    [InlineData("http://10.0.0.1/v1", "unencrypted*wss")]
    [InlineData("ftp://gateway.example/v1", "scheme 'ftp'")]
    [InlineData("/v1", "not an absolute URL")]
    [InlineData("api.openai.com/v1", "not an absolute URL")]
    [InlineData("https://user:secret@gateway.example/v1", "user name or password")]
    [InlineData("https://gateway.example/v1#part", "fragment")]
    public void An_endpoint_that_cannot_be_used_is_refused(string endpoint, string message) =>
        ShouldFail(options => options.Endpoint = new Uri(endpoint, UriKind.RelativeOrAbsolute), message);

    [Fact]
    public void A_password_in_the_endpoint_is_not_repeated() =>
        FaultsOf(static options => options.Endpoint = new Uri("https://user:hunter2@gateway.example/v1")).Single().Should().NotContain("hunter2");

    [Theory]
    [InlineData("http://localhost:5000/v1")]
    [InlineData("ws://127.0.0.1:5000/v1")]
    [InlineData("http://[::1]:5000/v1")]
    [InlineData("wss://gateway.example/v1")]
    [InlineData("https://gateway.example/openai/v1?tenant=a")]
    public void The_loopback_and_encrypted_endpoints_are_fine(string endpoint) =>
        FaultsOf(options => options.Endpoint = new Uri(endpoint)).Should().BeEmpty();

    [Fact]
    public void Limits_that_contradict_each_other_are_refused() => ShouldFail(
        static options =>
        {
            options.MaxMessageBytes = 4096;
            options.MaxBufferedBytes = 4095;
        },
        "MaxBufferedBytes is 4095 but MaxMessageBytes is 4096*");

    [Fact]
    public void Numbers_and_times_out_of_range_are_all_named_at_once() => FaultsOf(static options =>
    {
        options.ConnectTimeout = TimeSpan.Zero;
        options.ConnectRetries = -1;
        options.ConnectBudget = TimeSpan.Zero;
        options.MaxRetryAfter = TimeSpan.FromSeconds(-1);
        options.KeepAliveInterval = TimeSpan.FromSeconds(-5);
        options.KeepAliveTimeout = TimeSpan.Zero;
        options.FirstEventTimeout = TimeSpan.Zero;
        options.InterEventTimeout = TimeSpan.FromSeconds(-2);
        options.ContextLifetime = TimeSpan.FromSeconds(-1);
        options.MaxSessions = 0;
        options.MaxFrameBytes = 1023;
        options.MaxMessageBytes = 1023;
        options.MaxRetries = -1;
        options.MaxCheckpoints = 0;
    }).Select(static fault => fault.Split(' ')[0]).Should().Equal(
        "ConnectTimeout", "ConnectRetries", "ConnectBudget", "MaxRetryAfter", "KeepAliveInterval", "KeepAliveTimeout", "ContextLifetime", "FirstEventTimeout", "InterEventTimeout", "MaxSessions", "MaxFrameBytes", "MaxMessageBytes", "MaxRetries", "MaxCheckpoints");

    [Fact]
    public void A_client_with_faulty_options_cannot_be_made()
    {
        var make = static () => new ResponsesWebSocketClient(new() { ApiKey = "sk-secret\n" });

        make.Should().Throw<OptionsValidationException>().Which.Message.Should().Contain("ApiKey").And.NotContain("sk-secret");
    }

    internal static void ShouldFail(Action<ResponsesWebSocketOptions> change, string message) =>
        FaultsOf(change).Should().ContainSingle().Which.Should().Match($"*{message}*");

    internal static IEnumerable<string> FaultsOf(Action<ResponsesWebSocketOptions> change)
    {
        var options = new ResponsesWebSocketOptions { ApiKey = "sk-test" };
        change(options);
        return new ResponsesWebSocketOptionsValidator().Validate(name: null, options).Failures ?? [];
    }
}
