using System.Collections.ObjectModel;
using Microsoft.Extensions.Logging;

namespace Microsoft.SemanticKernel;

public sealed class KernelFunctionFromMethodOptions
{
    public string? FunctionName { get; init; }

    public string? Description { get; init; }

    public IEnumerable<KernelParameterMetadata>? Parameters { get; init; }

    public KernelReturnParameterMetadata? ReturnParameter { get; init; }

    public ILoggerFactory? LoggerFactory { get; init; }

    public ReadOnlyDictionary<string, object?>? AdditionalMetadata { get; init; }
}
