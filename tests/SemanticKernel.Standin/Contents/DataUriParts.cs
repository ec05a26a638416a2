using System.Buffers.Text;
using System.Text;

namespace Microsoft.SemanticKernel;

/// <summary>A data URI taken apart: <c>data:[mime][;name=value]*[;base64],content</c>.</summary>
internal sealed record DataUriParts(string MimeType, IReadOnlyDictionary<string, string> Parameters, bool IsBase64, string Content)
{
    /// <summary>Prefix of the metadata keys under which a content keeps the parameters of its data URI.</summary>
    public const string MetadataPrefix = "data-uri-";

    private const string Start = "data:";

    public static DataUriParts Parse(string text)
    {
        if (!text.StartsWith(Start, StringComparison.OrdinalIgnoreCase))
        {
            throw new UriFormatException("A data URI starts with 'data:'.");
        }

        var comma = text.IndexOf(',');
        if (comma < 0)
        {
            throw new UriFormatException("The data URI has no comma in front of its content.");
        }

        var header = text[Start.Length..comma].Split(';');
        var mimeType = header[0].Trim();
        if (mimeType.Length > 0 && !mimeType.Contains('/'))
        {
            throw new UriFormatException($"The data URI names no MIME type: '{mimeType}'.");
        }

        var isBase64 = header.Length > 1 && header[^1].Trim().Equals("base64", StringComparison.OrdinalIgnoreCase);
        var parameters = new Dictionary<string, string>();
        foreach (var parameter in header[1..(isBase64 ? ^1 : ^0)])
        {
            var equals = parameter.IndexOf('=');
            if (equals <= 0)
            {
                throw new UriFormatException($"The data URI has a parameter without a value: '{parameter}'.");
            }

            parameters[parameter[..equals].Trim()] = parameter[(equals + 1)..].Trim();
        }

        var content = text[(comma + 1)..];
        if (isBase64 && !Base64.IsValid(content))
        {
            throw new UriFormatException("The content of the data URI is not base64.");
        }

        // RFC 2397: without a type the content is plain text.
        return new DataUriParts(mimeType.Length == 0 ? "text/plain" : mimeType, parameters, isBase64, content);
    }

    public ReadOnlyMemory<byte> Decode() => IsBase64 ? Convert.FromBase64String(Content) : Encoding.UTF8.GetBytes(Content);
}
