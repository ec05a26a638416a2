using System.Net;
using System.Net.Http.Headers;

namespace ResponsesWebSocket.Client.Transport;

/// <summary>How far the body of a request has come: the difference between "not a byte was sent" and "nobody knows".</summary>
/// <param name="whole">What is told as well, when this is one of several tries.</param>
internal sealed class UploadProgress(UploadProgress? whole = null)
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when there is a connection that takes the body.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Completes when the body has been handed to the connection.</summary>
    public Task Written => _written.Task;

    public void Begin()
    {
        _begun.TrySetResult();
        whole?.Begin();
    }

    public void End()
    {
        _written.TrySetResult();
        whole?.End();
    }
}

/// <summary>JSON that tells when it is sent.</summary>
internal sealed class UploadContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _json;
    private readonly UploadProgress _progress;

    public UploadContent(ReadOnlyMemory<byte> json, UploadProgress progress)
    {
        _json = json;
        _progress = progress;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _progress.Begin();
        await stream.WriteAsync(_json, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        _progress.End();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }
}
