using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

/// <summary>Arguments by name, ignoring case, with the settings to run prompts with.</summary>
public sealed class KernelArguments : AIFunctionArguments
{
    private IReadOnlyDictionary<string, PromptExecutionSettings>? _executionSettings;

    public KernelArguments()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }

    public KernelArguments(PromptExecutionSettings? executionSettings)
        : this(executionSettings is null ? null : [executionSettings])
    {
    }

    public KernelArguments(IEnumerable<PromptExecutionSettings>? executionSettings)
        : this()
    {
        if (executionSettings is null)
        {
            return;
        }

        var settings = new Dictionary<string, PromptExecutionSettings>();
        foreach (var entry in executionSettings)
        {
            var key = entry.ServiceId ?? PromptExecutionSettings.DefaultServiceId;
            if (!settings.TryAdd(key, entry))
            {
                throw new ArgumentException($"There are two settings with the service id '{key}'.", nameof(executionSettings));
            }
        }

        ExecutionSettings = settings;
    }

    public KernelArguments(IDictionary<string, object?> source, Dictionary<string, PromptExecutionSettings>? executionSettings = null)
        : base(
            new Dictionary<string, object?>(source ?? throw new ArgumentNullException(nameof(source)), StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase)
    {
        ExecutionSettings = executionSettings ?? (source as KernelArguments)?.ExecutionSettings;
    }

    public IReadOnlyDictionary<string, PromptExecutionSettings>? ExecutionSettings
    {
        get => _executionSettings;
        set
        {
            foreach (var (key, settings) in value ?? new Dictionary<string, PromptExecutionSettings>())
            {
                if (!string.IsNullOrWhiteSpace(settings.ServiceId) && key != settings.ServiceId)
                {
                    throw new ArgumentException($"Settings for service '{settings.ServiceId}' stand under the key '{key}'.", nameof(value));
                }
            }

            _executionSettings = value;
        }
    }

    public ICollection<string> Names => Keys;

    public bool ContainsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ContainsKey(name);
    }
}
