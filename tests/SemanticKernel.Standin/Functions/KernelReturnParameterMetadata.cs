using System.Diagnostics.CodeAnalysis;

namespace Microsoft.SemanticKernel;

public sealed class KernelReturnParameterMetadata
{
    private readonly SchemaSlot _schema = new();
    private string _description = string.Empty;
    private Type? _parameterType;

    public KernelReturnParameterMetadata()
    {
    }

    public KernelReturnParameterMetadata(KernelReturnParameterMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        _description = metadata._description;
        _parameterType = metadata._parameterType;
        _schema = new SchemaSlot(metadata._schema);
    }

    [AllowNull]
    public string Description
    {
        get => _description;
        set
        {
            _description = value ?? string.Empty;
            _schema.ForgetInferred();
        }
    }

    public Type? ParameterType
    {
        get => _parameterType;
        set
        {
            _parameterType = value;
            _schema.ForgetInferred();
        }
    }

    public KernelJsonSchema? Schema
    {
        get => _schema.Get(() => FunctionSchema.Infer(ParameterType, Description, defaultValue: null));
        set => _schema.Set(value);
    }
}
