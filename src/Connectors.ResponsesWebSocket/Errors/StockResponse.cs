using System.ClientModel.Primitives;
using System.Globalization;
using System.Net;

namespace Connectors.ResponsesWebSocket.Errors;

/// <summary>A refusal as the answer to a request, which is what error handlers of the OpenAI connector look into.</summary>
internal sealed class StockResponse(HttpStatusCode status, string? body, TimeSpan? retryAfter) : PipelineResponse
{
    private Stream? _stream;

    /// <summary>The body; null where there was none to read.</summary>
    public string? Body => body;

    public override int Status => (int)status;

    public override string ReasonPhrase
    {
        get
        {
            using var answer = new HttpResponseMessage(status);
            return answer.ReasonPhrase ?? "";
        }
    }

    public override BinaryData Content { get; } = BinaryData.FromString(body ?? "");

    public override Stream? ContentStream
    {
        get => _stream ??= Content.ToStream();
        set => _stream = value;
    }

    /// <summary>Whatever the client pipeline would say of such a status.</summary>
    public override bool IsError => Status >= 400;

    protected override PipelineResponseHeaders HeadersCore { get; } = new Headers(retryAfter);

    public override BinaryData BufferContent(CancellationToken cancellationToken = default) => Content;

    public override ValueTask<BinaryData> BufferContentAsync(CancellationToken cancellationToken = default) => new(Content);

    public override void Dispose() => _stream?.Dispose();

    private sealed new class Headers : PipelineResponseHeaders
    {
        private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json" };

        public Headers(TimeSpan? retryAfter)
        {
            if (retryAfter is { } wait)
            {
                _headers["Retry-After"] = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }
        }

        public override IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _headers.GetEnumerator();

        public override bool TryGetValue(string name, out string? value) => _headers.TryGetValue(name, out value);

        public override bool TryGetValues(string name, out IEnumerable<string>? values)
        {
            values = _headers.TryGetValue(name, out var value) ? [value] : null;
            return values is not null;
        }
    }
}
