using System.Text;

namespace Microsoft.SemanticKernel;

/// <summary>A piece of a streamed function call; the two indexes say which call it belongs to.</summary>
public class StreamingFunctionCallUpdateContent : StreamingKernelContent
{
    public StreamingFunctionCallUpdateContent(
        string? callId = null,
        string? name = null,
        string? arguments = null,
        int functionCallIndex = 0)
    {
        CallId = callId;
        Name = name;
        Arguments = arguments;
        FunctionCallIndex = functionCallIndex;
    }

    public string? CallId { get; init; }

    public string? Name { get; init; }

    public string? Arguments { get; init; }

    /// <summary>Which call of its response.</summary>
    public int FunctionCallIndex { get; init; }

    /// <summary>Which response, when one stream spans several requests.</summary>
    public int RequestIndex { get; init; }

    // A call has no text of its own.
    public override string ToString() => nameof(StreamingFunctionCallUpdateContent);

    public override byte[] ToByteArray() => Encoding.UTF8.GetBytes(ToString());
}
