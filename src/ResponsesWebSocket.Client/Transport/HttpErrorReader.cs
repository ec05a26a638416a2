using System.Globalization;
using System.Text;
using System.Text.Json;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Transport;

/// <summary>An answer with another status than success, as an exception.</summary>
internal static class HttpErrorReader
{
    private const int LargestBody = 64 * 1024;

    // The status is known; what the body adds is not worth a long wait.
    private static readonly TimeSpan BodyLimit = TimeSpan.FromSeconds(5);

    public static async Task<ResponseRefusedException> ReadAsync(HttpResponseMessage answer, Uri address, string? token, TimeProvider time, CancellationToken cancellationToken)
    {
        using (answer)
        {
            var error = await ReadErrorAsync(answer, token, time, cancellationToken).ConfigureAwait(false);
            return (error.Message is null && error.Raw is null ? error with { Message = Advice((int)answer.StatusCode) } : error)
                .ToException(string.Create(CultureInfo.InvariantCulture, $"Turn over HTTP, {address.Host}{address.AbsolutePath}."), DeliveryState.Ambiguous);
        }
    }

    /// <summary>What the answer says, with its body; it has neither message nor JSON where the body is no error that can be read.</summary>
    public static async Task<ServerError> ReadErrorAsync(HttpResponseMessage answer, string? token, TimeProvider time, CancellationToken cancellationToken)
    {
        // A page where an upgrade was asked for gives no reason, and a stream of events has no end.
        var body = answer.IsSuccessStatusCode ? [] : WithoutToken(await ReadBodyAsync(answer, time, cancellationToken).ConfigureAwait(false), token);
        var error = Parse(body, time) ?? ServerError.Of(answer.StatusCode);
        return error with
        {
            Status = answer.StatusCode,
            // The header says when it was meant for this answer; what the body repeats may be older.
            RetryAfter = RetryAfter(answer, time) ?? error.RetryAfter,
            ShouldRetry = bool.TryParse(Header(answer, "x-should-retry"), out var shouldRetry) ? shouldRetry : error.ShouldRetry,
            Body = answer.IsSuccessStatusCode ? null : Encoding.UTF8.GetString(body),
        };
    }

    /// <summary>A gateway may repeat what it was sent. What the body says goes into messages and logs, and the token must not.</summary>
    private static byte[] WithoutToken(byte[] body, string? token) =>
        !string.IsNullOrWhiteSpace(token) && body.AsSpan().IndexOf(Encoding.ASCII.GetBytes(token)) >= 0
            ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(token, "…", StringComparison.Ordinal))
            : body;

    private static ServerError? Parse(ReadOnlySpan<byte> body, TimeProvider time)
    {
        try
        {
            WireJson.RequireObject(body);
            return ServerError.Parse(body, time);
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            // A proxy's page, an empty body, or one that was cut off: the status alone must do.
            return null;
        }
    }

    private static string Advice(int status) => status switch
    {
        >= 300 and < 400 => "The service sent the request elsewhere, and redirects are not followed: the key must not go there. Give the final address as Endpoint.",
        401 => "Check ApiKey or AccessToken.",
        404 or 405 => "This endpoint does not speak the Responses API; check Endpoint.",
        407 => "The proxy wants to know who asks; set its credentials on HttpInvoker.",
        _ => "The answer held no error that could be read.",
    };

    private static TimeSpan? RetryAfter(HttpResponseMessage answer, TimeProvider time) =>
        RetryAfterHeader.Read(Header(answer, RetryAfterHeader.InMilliseconds), Header(answer, RetryAfterHeader.Name), time);

    /// <summary>As it came: the framework's own reading knows no fractions.</summary>
    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static async Task<byte[]> ReadBodyAsync(HttpResponseMessage answer, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(BodyLimit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var body = new byte[LargestBody];
        var length = 0;
        try
        {
            var stream = await answer.Content.ReadAsStreamAsync(linked.Token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, linked.Token).ConfigureAwait(false);
            }
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException or ObjectDisposedException || (cause is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // What the service wanted to add is lost; that it refused is not.
        }

        return body[..length];
    }
}
