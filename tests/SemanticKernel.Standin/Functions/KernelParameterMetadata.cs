using System.Diagnostics.CodeAnalysis;

namespace Microsoft.SemanticKernel;

public sealed class KernelParameterMetadata
{
    private readonly SchemaSlot _schema = new();
    private string _name = string.Empty;
    private string _description = string.Empty;
    private object? _defaultValue;
    private Type? _parameterType;

    public KernelParameterMetadata(string name) => Name = name;

    public KernelParameterMetadata(KernelParameterMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        _name = metadata._name;
        _description = metadata._description;
        _defaultValue = metadata._defaultValue;
        _parameterType = metadata._parameterType;
        _schema = new SchemaSlot(metadata._schema);
        IsRequired = metadata.IsRequired;
    }

    public string Name
    {
        get => _name;
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            _name = value;
        }
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

    public object? DefaultValue
    {
        get => _defaultValue;
        set
        {
            _defaultValue = value;
            _schema.ForgetInferred();
        }
    }

    public bool IsRequired { get; set; }

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
        get => _schema.Get(() => FunctionSchema.Infer(ParameterType, Description, DefaultValue?.ToString()));
        set => _schema.Set(value);
    }
}

/// <summary>A schema given outright, or else inferred on first use and forgotten when its sources change.</summary>
internal sealed class SchemaSlot
{
    private KernelJsonSchema? _given;
    private KernelJsonSchema? _inferred;

    public SchemaSlot()
    {
    }

    public SchemaSlot(SchemaSlot other) => (_given, _inferred) = (other._given, other._inferred);

    public KernelJsonSchema? Get(Func<KernelJsonSchema?> infer) => _given ?? (_inferred ??= infer());

    public void Set(KernelJsonSchema? schema)
    {
        _given = schema;
        _inferred = null;
    }

    public void ForgetInferred() => _inferred = null;
}
