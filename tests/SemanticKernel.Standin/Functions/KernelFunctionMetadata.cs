using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace Microsoft.SemanticKernel;

public sealed class KernelFunctionMetadata
{
    private string _name = string.Empty;
    private string _description = string.Empty;
    private IReadOnlyList<KernelParameterMetadata> _parameters = [];
    private KernelReturnParameterMetadata _returnParameter = new();
    private ReadOnlyDictionary<string, object?>? _additionalProperties;

    public KernelFunctionMetadata(string name) => Name = name;

    public KernelFunctionMetadata(KernelFunctionMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        Name = metadata.Name;
        PluginName = metadata.PluginName;
        Description = metadata.Description;
        Parameters = metadata.Parameters;
        ReturnParameter = metadata.ReturnParameter;
        AdditionalProperties = metadata.AdditionalProperties;
    }

    public string Name
    {
        get => _name;
        set => _name = Names.CheckFunction(value);
    }

    public string? PluginName { get; set; }

    [AllowNull]
    public string Description
    {
        get => _description;
        set => _description = value ?? string.Empty;
    }

    public IReadOnlyList<KernelParameterMetadata> Parameters
    {
        get => _parameters;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _parameters = value;
        }
    }

    public KernelReturnParameterMetadata ReturnParameter
    {
        get => _returnParameter;
        set => _returnParameter = value ?? throw new ArgumentNullException(nameof(value));
    }

    public ReadOnlyDictionary<string, object?> AdditionalProperties
    {
        get => _additionalProperties ?? ReadOnlyDictionary<string, object?>.Empty;
        set => _additionalProperties = value ?? throw new ArgumentNullException(nameof(value));
    }
}
