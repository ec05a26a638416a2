using System.Text;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>Bytes, a data URI or a reference to bytes elsewhere.</summary>
public class BinaryContent : KernelContent
{
    private Uri? _uri;
    private ReadOnlyMemory<byte>? _data;
    private DataUriParts? _parts;
    private string? _dataUri;

    [JsonConstructor]
    public BinaryContent()
    {
    }

    public BinaryContent(Uri uri) => Uri = uri;

    public BinaryContent(string dataUri) => DataUri = dataUri;

    public BinaryContent(ReadOnlyMemory<byte> data, string? mimeType)
    {
        if (data.IsEmpty)
        {
            throw new ArgumentException("The data must not be empty.", nameof(data));
        }

        MimeType = mimeType;
        Data = data;
    }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Uri? Uri
    {
        get => _uri;
        set
        {
            if (value is { IsAbsoluteUri: true, Scheme: "data" })
            {
                throw new InvalidOperationException($"A data URI belongs into {nameof(DataUri)}, not into {nameof(Uri)}.");
            }

            _uri = value;
        }
    }

    // Not written: Data and MimeType say the same.
    [JsonIgnore]
    public string? DataUri
    {
        get => CanRead ? CurrentDataUri() : null;
        set
        {
            _parts = value is null ? null : DataUriParts.Parse(value);
            _dataUri = value;
            _data = null;
            if (_parts is null)
            {
                return;
            }

            MimeType = _parts.MimeType;
            if (_parts.Parameters.Count > 0)
            {
                var metadata = Metadata is null ? [] : new Dictionary<string, object?>(Metadata);
                foreach (var (name, parameter) in _parts.Parameters)
                {
                    metadata[DataUriParts.MetadataPrefix + name] = parameter;
                }

                Metadata = metadata;
            }
        }
    }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReadOnlyMemory<byte>? Data
    {
        get => _data ??= _parts?.Decode();
        set
        {
            _data = value;
            _parts = null;
            _dataUri = null;
        }
    }

    [JsonIgnore]
    public bool CanRead => _data is not null || _parts is not null;

    private string CurrentDataUri()
    {
        if (_dataUri is not null && _parts is not null && _parts.MimeType == MimeType)
        {
            return _dataUri;
        }

        if (MimeType is null)
        {
            throw new InvalidOperationException($"A data URI needs a {nameof(MimeType)}.");
        }

        var text = new StringBuilder("data:").Append(MimeType);
        foreach (var (name, value) in Metadata ?? new Dictionary<string, object?>())
        {
            if (name.StartsWith(DataUriParts.MetadataPrefix, StringComparison.Ordinal))
            {
                text.Append(';').Append(name, DataUriParts.MetadataPrefix.Length, name.Length - DataUriParts.MetadataPrefix.Length)
                    .Append('=').Append(value);
            }
        }

        return text.Append(";base64,").Append(Convert.ToBase64String(Data!.Value.Span)).ToString();
    }
}
