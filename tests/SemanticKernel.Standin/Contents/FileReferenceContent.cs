using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>A file kept by the service, by its id there.</summary>
public class FileReferenceContent : KernelContent
{
    [JsonConstructor]
    public FileReferenceContent(string fileId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileId);
        FileId = fileId;
    }

    public string FileId { get; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Tools { get; init; }
}
