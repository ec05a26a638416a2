using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

public sealed class InputVariable
{
    private string _name = string.Empty;
    private string _description = string.Empty;

    public InputVariable()
    {
    }

    public InputVariable(InputVariable inputVariable)
    {
        ArgumentNullException.ThrowIfNull(inputVariable);
        Name = inputVariable.Name;
        Description = inputVariable.Description;
        Default = inputVariable.Default;
        IsRequired = inputVariable.IsRequired;
        JsonSchema = inputVariable.JsonSchema;
        AllowDangerouslySetContent = inputVariable.AllowDangerouslySetContent;
    }

    [JsonPropertyName("name")]
    public string Name
    {
        get => _name;
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            _name = value;
        }
    }

    [JsonPropertyName("description")]
    [AllowNull]
    public string Description
    {
        get => _description;
        set => _description = value ?? string.Empty;
    }

    [JsonPropertyName("default")]
    public object? Default { get; set; }

    [JsonPropertyName("is_required")]
    public bool IsRequired { get; set; } = true;

    [JsonPropertyName("json_schema")]
    public string? JsonSchema { get; set; }

    [JsonPropertyName("allow_dangerously_set_content")]
    public bool AllowDangerouslySetContent { get; set; }
}

public sealed class OutputVariable
{
    private string _description = string.Empty;

    [JsonPropertyName("description")]
    [AllowNull]
    public string Description
    {
        get => _description;
        set => _description = value ?? string.Empty;
    }

    [JsonPropertyName("json_schema")]
    public string? JsonSchema { get; set; }
}
