using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

public sealed class PromptTemplateConfig
{
    private static readonly JsonSerializerOptions ReadOptions = new()
    {
        AllowTrailingCommas = true,
        PropertyNameCaseInsensitive = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private string? _templateFormat;
    private string _template = string.Empty;
    private List<InputVariable> _inputVariables = [];
    private Dictionary<string, PromptExecutionSettings> _executionSettings = [];

    public PromptTemplateConfig()
    {
    }

    public PromptTemplateConfig(string template) => Template = template;

    public static string SemanticKernelTemplateFormat => "semantic-kernel";

    [JsonPropertyName("name")]
    public string? Name { get; set; }

    [JsonPropertyName("description")]
    public string? Description { get; set; }

    [JsonPropertyName("template_format")]
    [AllowNull]
    public string TemplateFormat
    {
        get => _templateFormat ?? SemanticKernelTemplateFormat;
        set => _templateFormat = value;
    }

    [JsonPropertyName("template")]
    public string Template
    {
        get => _template;
        set => _template = value ?? throw new ArgumentNullException(nameof(value));
    }

    [JsonPropertyName("input_variables")]
    public List<InputVariable> InputVariables
    {
        get => _inputVariables;
        set => _inputVariables = value ?? throw new ArgumentNullException(nameof(value));
    }

    [JsonPropertyName("output_variable")]
    public OutputVariable? OutputVariable { get; set; }

    [JsonPropertyName("execution_settings")]
    public Dictionary<string, PromptExecutionSettings> ExecutionSettings
    {
        get => _executionSettings;
        set => _executionSettings = value ?? throw new ArgumentNullException(nameof(value));
    }

    [JsonPropertyName("allow_dangerously_set_content")]
    public bool AllowDangerouslySetContent { get; set; }

    [JsonIgnore]
    public PromptExecutionSettings? DefaultExecutionSettings
        => ExecutionSettings.GetValueOrDefault(PromptExecutionSettings.DefaultServiceId);

    public static PromptTemplateConfig FromJson(string json)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(json);
        return JsonSerializer.Deserialize<PromptTemplateConfig>(json, ReadOptions)
            ?? throw new ArgumentException("The JSON is no prompt template configuration.", nameof(json));
    }

    public void AddExecutionSettings(PromptExecutionSettings settings, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var key = serviceId ?? settings.ServiceId ?? PromptExecutionSettings.DefaultServiceId;
        if (!ExecutionSettings.TryAdd(key, settings))
        {
            throw new ArgumentException($"There are settings with the service id '{key}' already.", nameof(serviceId));
        }
    }
}
