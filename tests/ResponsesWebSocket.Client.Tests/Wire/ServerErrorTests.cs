using System.Text;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Tests.Wire;

public sealed class ServerErrorTests
{
    [Theory]
    [InlineData("""{"type":"error","status":400,"error":{"type":"invalid_request_error","code":"c","message":"m","param":"p"}}""", 400, "c", "m", "p")]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","code":"c","message":"m"}}""", 400, "c", "m", null)]
    [InlineData("""{"type":"error","sequence_number":3,"code":"server_error","message":"m","param":null}""", 500, "server_error", "m", null)]
    [InlineData("""{"type":"error","status_code":429,"error":{"code":"c","message":"m"}}""", 429, "c", "m", null)]
    [InlineData("""{"type":"error","status":"503","error":{"code":null,"message":"m"}}""", 503, null, "m", null)]
    [InlineData("""{"type":"error","status":400,"error":{"detail":"m"}}""", 400, null, "m", null)]
    [InlineData("""{"type":"error","error":{"status":404,"code":"c","message":"m"}}""", 404, "c", "m", null)]
    [InlineData("""{"type":"error","error":{"type":"service_unavailable_error","code":"server_is_overloaded","message":"m"}}""", 503, "server_is_overloaded", "m", null)]
    [InlineData("""{"type":"error","error":{"type":"usage_limit_reached","message":"m"}}""", 429, null, "m", null)]
    [InlineData("""{"type":"response.error","code":"rate_limit_exceeded","message":"m"}""", 429, "rate_limit_exceeded", "m", null)]
    [InlineData("""{"type":"response.failed","response":{"id":"r","status":"failed","error":{"code":"context_length_exceeded","message":"m"}}}""", 400, "context_length_exceeded", "m", null)]
    [InlineData("""{"type":"error","status":42,"code":" padded ","message":"m"}""", null, "padded", "m", null)]
    [InlineData("""{"type":"response.failed","response":{"id":"r","status":"failed","error":{"code":"message_too_large","message":"m"}}}""", 413, "message_too_large", "m", null)]
    [InlineData("""{"type":"error","error":{"code":"upstream_websocket_connect_failed","message":"m"}}""", 502, "upstream_websocket_connect_failed", "m", null)]
    [InlineData("""{"type":"response.failed","response":{"id":"r","status":"failed","error":{"code":"invalid_image","message":"m"}}}""", 400, "invalid_image", "m", null)]
    [InlineData("""{"type":"response.failed","response":{"id":"r","status":"failed","error":{"code":"empty_image_file","message":"m"}}}""", 400, "empty_image_file", "m", null)]
    [InlineData("""{"type":"response.failed","response":{"id":"r","status":"failed","error":{"code":"content_policy_violation","message":"m"}}}""", 400, "content_policy_violation", "m", null)]
    [Trait("Bug", "08 error shape hides a recoverable cause")]
    public void Every_known_shape_is_understood(string json, int? status, string? code, string message, string? param)
    {
        var thrown = Thrown(json);

        (thrown.StatusCode, thrown.Code, thrown.Param).Should().Be(((HttpStatusCode?)status, code, param));
        thrown.Message.Should().Contain(message).And.Contain("the context");
        thrown.Delivery.Should().Be(DeliveryState.Accepted);
    }

    [Theory]
    [InlineData("""{"type":"error","error":{"headers":{"retry-after":"7"}}}""", 7)]
    [InlineData("""{"type":"error","headers":{"Retry-After":7},"error":{}}""", 7)]
    [InlineData("""{"type":"error","error":{"headers":{"retry-after":true}}}""", null)]
    [InlineData("""{"type":"error","error":{"headers":{"retry-after":"-1"}}}""", null)]
    [InlineData("""{"type":"error","error":{"headers":{"retry-after":"999999999999"}}}""", null)]
    [InlineData("""{"type":"error","error":{"headers":[]}}""", null)]
    public void A_wait_that_makes_sense_is_taken_from_either_place(string json, int? seconds) =>
        Thrown(json).RetryAfter.Should().Be(seconds is { } value ? TimeSpan.FromSeconds(value) : null);

    [Theory]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(408, true)]
    [InlineData(409, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public void What_may_pass_counts_as_transient(int status, bool transient) =>
        Thrown($$$"""{"type":"error","status":{{{status}}},"error":{"message":"m"}}""").IsTransient.Should().Be(transient);

    [Theory]
    [InlineData("""{"type":"error","status":500,"error":{"message":"m","headers":{"X-Should-Retry":"false"}}}""", false)]
    [InlineData("""{"type":"error","status":500,"headers":{"x-should-retry":false},"error":{"message":"m"}}""", false)]
    [InlineData("""{"type":"error","status":400,"headers":{"x-should-retry":"true"},"error":{"message":"m"}}""", true)]
    [InlineData("""{"type":"error","status":400,"headers":{"x-should-retry":true},"error":{"message":"m"}}""", true)]
    [InlineData("""{"type":"error","status":500,"headers":{"x-should-retry":"perhaps"},"error":{"message":"m"}}""", true)]
    [InlineData("""{"type":"error","status":400,"error":{"code":"upstream_websocket_connect_failed","message":"m"}}""", true)]
    [InlineData("""{"type":"error","error":{"code":"upstream_websocket_connect_failed","message":"m","headers":{"x-should-retry":"false"}}}""", false)]
    [InlineData("""{"type":"error","status":429,"error":{"code":"insufficient_quota","message":"m"}}""", false)]
    [InlineData("""{"type":"error","status":429,"error":{"type":"insufficient_quota","message":"m"}}""", false)]
    [InlineData("""{"type":"error","status":429,"error":{"type":"usage_limit_reached","message":"m","headers":{"x-should-retry":"true"}}}""", false)]
    public void The_services_own_word_on_another_try_counts_and_a_used_up_quota_never_passes(string json, bool transient) =>
        Thrown(json).IsTransient.Should().Be(transient);

    [Theory]
    [InlineData("""{"type":"error"}""")]
    [InlineData("""{"type":"error","error":"plain text"}""")]
    [InlineData("""{"type":"error","error":null,"status":null,"code":5,"message":{}}""")]
    [Trait("Bug", "08 error shape hides a recoverable cause")]
    public void What_says_nothing_is_shown_as_it_came(string json)
    {
        var thrown = Thrown(json);

        thrown.Code.Should().BeNull();
        thrown.RawError.Should().NotBeNullOrEmpty();
        thrown.Message.Should().Contain(thrown.RawError);
    }

    [Fact]
    public void A_failed_response_without_an_error_shows_nothing_of_the_conversation()
    {
        var thrown = Thrown("""{"type":"response.failed","response":{"id":"r","error":null,"instructions":"secret plan","output":[{"text":"secret answer"}]}}""");

        thrown.RawError.Should().BeNull();
        thrown.Message.Should().Contain("gave no reason").And.NotContain("secret");
    }

    private static ResponseRefusedException Thrown(string json) => ServerError.Parse(Encoding.UTF8.GetBytes(json)).ToException("the context", DeliveryState.Accepted);
}
