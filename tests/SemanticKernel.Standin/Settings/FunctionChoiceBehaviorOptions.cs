using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>The finer points of function calling.</summary>
public sealed class FunctionChoiceBehaviorOptions
{
    [JsonPropertyName("allow_parallel_calls")]
    public bool? AllowParallelCalls { get; set; }

    [JsonPropertyName("allow_concurrent_invocation")]
    public bool AllowConcurrentInvocation { get; set; }

    [JsonPropertyName("allow_strict_schema_adherence")]
    public bool AllowStrictSchemaAdherence { get; set; }

    [JsonIgnore]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool RetainArgumentTypes { get; set; }
}
