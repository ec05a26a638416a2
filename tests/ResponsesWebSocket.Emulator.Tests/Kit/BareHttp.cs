using System.Net;
using System.Text;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Kit;

/// <summary>A plain HTTP client: the tests see statuses, headers and bodies themselves.</summary>
internal sealed class BareHttp : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly ResponsesEmulator _emulator;
    private readonly CancellationToken _limit;

    public BareHttp(ResponsesEmulator emulator, CancellationToken limit)
    {
        _emulator = emulator;
        _limit = limit;
        _http.DefaultRequestHeaders.Authorization = new("Bearer", emulator.ApiKey);
    }

    /// <summary>Asks for a response; <paramref name="members"/> are further members as JSON text without braces.</summary>
    public Task<HttpAnswer> RespondAsync(string members) => PostAsync("responses", $$"""{"model":"gpt-6-astra",{{members}}}""");

    /// <summary>Asks for a response to one user text.</summary>
    public Task<HttpAnswer> SayAsync(string text, string more = "") => RespondAsync($"\"input\":{JsonSerializer.Serialize(text)}{more}");

    /// <summary>Asks for a chat completion; <paramref name="messages"/> are message objects without brackets.</summary>
    public Task<HttpAnswer> ChatAsync(string messages, string more = "") =>
        PostAsync("chat/completions", $$"""{"model":"gpt-6-astra","messages":[{{messages}}]{{more}}}""");

    public async Task<HttpAnswer> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(AddressOf(path), content, _limit);
        return await ReadAsync(response);
    }

    public async Task<HttpAnswer> GetAsync(string path)
    {
        using var response = await _http.GetAsync(AddressOf(path), _limit);
        return await ReadAsync(response);
    }

    /// <summary>Opens a streamed answer that the test reads by itself.</summary>
    public Task<HttpResponseMessage> OpenAsync(string path, string body) => _http.SendAsync(
        new(HttpMethod.Post, AddressOf(path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") },
        HttpCompletionOption.ResponseHeadersRead,
        _limit);

    public void Dispose() => _http.Dispose();

    private Uri AddressOf(string path) => new(path.StartsWith('/') ? new Uri(_emulator.Endpoint, path).AbsoluteUri : $"{_emulator.Endpoint}/{path}");

    private async Task<HttpAnswer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.ToDictionary(static header => header.Key, static header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase),
        await response.Content.ReadAsStringAsync(_limit));
}

/// <summary>One answer, read to its end.</summary>
internal sealed record HttpAnswer(HttpStatusCode Status, string? MediaType, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement.Clone();

    /// <summary>Names and data of server-sent events, strictly in the form that the service uses.</summary>
    public IReadOnlyList<(string? Name, string Data)> Events => [.. EventsOf(Body)];

    /// <summary>The events' data, without the closing word of chat completions.</summary>
    public IReadOnlyList<JsonElement> Data =>
        [.. Events.Where(static e => e.Data != "[DONE]").Select(static e => JsonDocument.Parse(e.Data).RootElement.Clone())];

    public static IEnumerable<(string? Name, string Data)> EventsOf(string body)
    {
        body.Should().EndWith("\n\n");
        foreach (var block in body[..^2].Split("\n\n"))
        {
            var lines = block.Split('\n');
            lines.Length.Should().BeLessThanOrEqualTo(2);
            lines[^1].Should().StartWith("data: ");
            yield return (lines.Length == 2 ? lines[0]["event: ".Length..] : null, lines[^1]["data: ".Length..]);
        }
    }
}
