using System.Net;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Hosting;

public sealed class UpgradeRefusalTests
{
    [Theory]
    [InlineData(401, "invalid_request_error")]
    [InlineData(403, "invalid_request_error")]
    [InlineData(404, "invalid_request_error")]
    [InlineData(405, "invalid_request_error")]
    [InlineData(426, "invalid_request_error")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(500, "server_error")]
    public async Task An_upgrade_is_refused_with_status_wait_and_an_error_as_body(int status, string type)
    {
        using var limit = TestTimeout.Start();
        var options = new EmulatorOptions { RefuseUpgrade = (HttpStatusCode)status, RetryAfter = TimeSpan.FromSeconds(7) };
        await using var emulator = await ResponsesEmulator.StartAsync(options);

        var (response, body) = await UpgradeAsync(emulator, limit.Token);

        ((int)response.StatusCode).Should().Be(status);
        response.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(7));
        JsonDocument.Parse(body).RootElement.Text("error", "type").Should().Be(type);
        emulator.Journal.RefusedUpgrades.Should().ContainSingle().Which.Status.Should().Be(status);
    }

    [Fact]
    public async Task An_open_circuit_is_503_with_the_body_on_record()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { RefuseUpgrade = HttpStatusCode.ServiceUnavailable });

        var (response, body) = await UpgradeAsync(emulator, limit.Token);
        var json = JsonDocument.Parse(body).RootElement;

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.Should().BeNull();
        json.ErrorCode().Should().Be("biscuit_baker_service_me_circuit_open");
        json.At("error", "type").ValueKind.Should().Be(JsonValueKind.Null);
        json.At("error", "param").ValueKind.Should().Be(JsonValueKind.Null);
        json.At("status").GetInt32().Should().Be(503);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>nginx</html>")]
    public async Task The_body_of_a_refusal_can_be_anything(string expected)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { RefuseUpgrade = HttpStatusCode.Forbidden, RefusalBody = expected });

        var (response, body) = await UpgradeAsync(emulator, limit.Token);

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        body.Should().Be(expected);
    }

    [Theory]
    [InlineData(HttpStatusCode.NoContent)]
    [InlineData(HttpStatusCode.NotModified)]
    public async Task A_status_that_has_no_body_comes_without_one(HttpStatusCode status)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { RefuseUpgrade = status });

        var (response, body) = await UpgradeAsync(emulator, limit.Token);

        (response.StatusCode, body).Should().Be((status, ""));
    }

    [Fact]
    public async Task A_redirect_says_where_to()
    {
        using var limit = TestTimeout.Start();
        var location = new Uri("https://elsewhere.invalid/v1/responses");
        // Not one that plain clients follow.
        await using var emulator = await ResponsesEmulator.StartAsync(new() { RefuseUpgrade = HttpStatusCode.NotModified, RefusalLocation = location });

        var (response, _) = await UpgradeAsync(emulator, limit.Token);

        response.Headers.Location.Should().Be(location);
    }

    [Fact]
    public async Task A_silent_emulator_never_answers_an_upgrade_and_still_ends_at_once()
    {
        using var limit = TestTimeout.Start();
        var emulator = await ResponsesEmulator.StartAsync(new() { SilentUpgrades = true });
        var upgrade = UpgradeAsync(emulator, limit.Token);
        await emulator.Journal.WaitUntilAsync(static seen => seen.RefusedUpgrades.Count == 1, limit.Token);

        emulator.Journal.RefusedUpgrades[0].Status.Should().Be(0);
        upgrade.IsCompleted.Should().BeFalse();
        await emulator.DisposeAsync().AsTask().WaitAsync(limit.Token);
        await upgrade.Awaiting(static asked => asked).Should().ThrowAsync<HttpRequestException>();
    }

    private static async Task<(HttpResponseMessage Response, string Body)> UpgradeAsync(ResponsesEmulator emulator, CancellationToken limit)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, BareSocket.AddressOf(emulator).AbsoluteUri.Replace("ws:", "http:"));
        request.Headers.Add("Authorization", $"Bearer {emulator.ApiKey}");
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
        var response = await client.SendAsync(request, limit);
        return (response, await response.Content.ReadAsStringAsync(limit));
    }
}
