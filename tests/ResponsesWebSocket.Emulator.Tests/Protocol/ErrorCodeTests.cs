using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Protocol;

public sealed class ErrorCodeTests
{
    private const string Misalignment = """{"error_type":"policy","detailed_explanation":"why","steer":{"message":"instead"}}""";

    public static TheoryData<string> KnownCodes { get; } = [.. EmulatedErrors.Codes];

    /// <summary>What the error of a failed response can have for its code; the set is open.</summary>
    public static TheoryData<string> CodesOfFailures { get; } =
    [
        "server_error", "rate_limit_exceeded", "invalid_prompt", "data_residency_mismatch", "bio_policy", "misalignment_policy_violation",
        "vector_store_timeout", "invalid_image", "invalid_image_format", "invalid_base64_image", "invalid_image_url", "image_too_large",
        "image_too_small", "image_parse_error", "image_content_policy_violation", "invalid_image_mode", "image_file_too_large",
        "unsupported_image_media_type", "empty_image_file", "failed_to_download_image", "image_file_not_found",
    ];

    [Theory]
    [InlineData("", "")]
    [InlineData("\"stream_id\":\"a\",", "\"stream_id\":\"a\",")]
    [Trait("Rule", "6.2.1")]
    public async Task An_unknown_parent_is_refused_in_the_documented_form(string lane, string named)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        await socket.CreateAsync($"{lane}\"previous_response_id\":\"resp_zz\",\"input\":\"x\"");

        (await socket.ReceiveTextAsync()).Should().Be(
            $$$"""{"type":"error","status":400,{{{named}}}"error":{"type":"invalid_request_error","code":"previous_response_not_found","message":"Previous response with id 'resp_zz' not found.","param":"previous_response_id"}}""");
    }

    [Theory]
    [MemberData(nameof(KnownCodes))]
    [Trait("Rule", "6.3.1")]
    public async Task Every_known_error_can_be_sent(string code)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var known = EmulatedErrors.Find(code)!;
        emulator.Faults.FailTurn(1, known);

        await socket.SayAsync("x");
        var error = (await socket.ReceiveTurnAsync())[^1];
        var closes = known.CloseStatus is not null && await socket.ReceiveTextAsync() is null;

        error.Type().Should().Be("error");
        (error.ErrorCode() ?? error.Text("error", "type")).Should().Be(code);
        error.Text("error", "message").Should().NotBeNullOrEmpty();
        if (known.Shape == ErrorShape.Nested)
        {
            error.At("status").GetInt32().Should().Be(known.Status);
        }

        ((int?)socket.CloseStatus).Should().Be(closes ? known.CloseStatus : null);
    }

    [Theory]
    [MemberData(nameof(CodesOfFailures))]
    [Trait("Rule", "6.4.1")]
    public async Task A_response_can_fail_by_every_known_code(string code)
    {
        var events = await OneTurn.OfAsync(ModelAnswer.Failed(code, "why"));

        events[^1].Type().Should().Be("response.failed");
        events[^1].Text("response", "status").Should().Be("failed");
        events[^1].At("response", "error").ShouldBeJson($$"""{"code":"{{code}}","message":"why"}""");
        events[^1].At("response", "usage").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Theory]
    [InlineData(ErrorShape.Nested)]
    [InlineData(ErrorShape.ResponseFailed)]
    [Trait("Rule", "6.1.5")]
    public async Task An_error_can_hold_further_members(ErrorShape shape)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        emulator.Faults.FailTurn(1, EmulatedErrors.Find("misalignment_policy_violation")! with
        {
            Shape = shape,
            Members = new Dictionary<string, JsonElement> { ["misalignment"] = JsonDocument.Parse(Misalignment).RootElement },
        });

        var end = await socket.AskAsync("x");

        var error = shape == ErrorShape.Nested ? end.At("error") : end.At("response", "error");
        error.Text("code").Should().Be("misalignment_policy_violation");
        error.At("misalignment").ShouldBeJson(Misalignment);
    }
}
