using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Connectors.ResponsesWebSocket.Diagnostics;

/// <summary>Tells of settings that the service has no field for: each once, since every call of an application has the same ones.</summary>
internal sealed class UnsupportedSettingWarnings(ILogger logger)
{
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    /// <summary>Agents set penalties of zero as a matter of course; that is the default and changes nothing.</summary>
    public void TellNotSent(ResponsesWebSocketPromptExecutionSettings settings)
    {
        NotSent(settings.PresencePenalty is not (null or 0), nameof(settings.PresencePenalty), "Say in the prompt what to avoid, and set it to null.");
        NotSent(settings.FrequencyPenalty is not (null or 0), nameof(settings.FrequencyPenalty), "Say in the prompt what to avoid, and set it to null.");
        NotSent(settings.Seed is not null, nameof(settings.Seed), "Answers cannot be made repeatable; set it to null.");
        NotSent(settings.TokenSelectionBiases is { Count: > 0 }, nameof(settings.TokenSelectionBiases), "Say in the prompt which words to use, and set it to null.");
    }

    /// <summary>A misspelt name would otherwise be obeyed by silence.</summary>
    public void TellUnknown(IDictionary<string, object>? extensionData)
    {
        foreach (var name in extensionData?.Keys ?? [])
        {
            if (IsNew($"{nameof(TellUnknown)} {name}"))
            {
                Log.SettingUnknown(logger, name);
            }
        }
    }

    public void TellLimitRaised(int maxTokens, int least)
    {
        if (IsNew(nameof(TellLimitRaised)))
        {
            Log.LimitRaised(logger, maxTokens, least);
        }
    }

    private void NotSent(bool isSet, string setting, string advice)
    {
        if (isSet && IsNew(setting))
        {
            Log.SettingNotSent(logger, setting, advice);
        }
    }

    private bool IsNew(string notice) => _told.TryAdd(notice, true);
}
