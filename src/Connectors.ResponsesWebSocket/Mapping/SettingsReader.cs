using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// Reads settings of any type, as leniently as prompt configuration files are written. Values of a fitting type are taken as they are,
/// because function instances, types and the values of OpenAI's client do not survive JSON; the others go through JSON.
/// </summary>
internal static class SettingsReader
{
    private static readonly JsonSerializerOptions Options = new()
    {
        AllowTrailingCommas = true,
        PropertyNameCaseInsensitive = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    };

    private static readonly Dictionary<string, PropertyInfo> ByJsonName = typeof(ResponsesWebSocketPromptExecutionSettings).GetProperties()
        .Where(static property => JsonName(property) is not null)
        .ToDictionary(static property => JsonName(property)!, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The object that holds for a whole call and that filters see: the caller's own where it is of the stock type or ours; else one of
    /// the stock type, as with the stock connector, unless a field of the Responses API is among what was given.
    /// </summary>
    public static OpenAIPromptExecutionSettings Read(PromptExecutionSettings? settings)
    {
        if (settings is null or OpenAIPromptExecutionSettings)
        {
            return settings as OpenAIPromptExecutionSettings ?? new();
        }

        var given = new Dictionary<PropertyInfo, object>();
        var unknown = new Dictionary<string, object>();
        foreach (var (key, value) in settings.ExtensionData ?? new Dictionary<string, object>())
        {
            if (!ByJsonName.TryGetValue(key, out var property))
            {
                unknown[key] = value;
            }
            else if (value is not null)
            {
                given[property] = value;
            }
        }

        var read = Converted(given);
        foreach (var (property, value) in given.Where(static pair => Fitting(pair.Key, pair.Value) is not null))
        {
            property.SetValue(read, Fitting(property, value));
        }

        (read.ServiceId, read.ModelId, read.FunctionChoiceBehavior) = (settings.ServiceId ?? read.ServiceId, settings.ModelId ?? read.ModelId, settings.FunctionChoiceBehavior);
        read.ExtensionData = unknown.Count == 0 ? null : unknown;
        return read;
    }

    private static string? JsonName(PropertyInfo property) => property.GetCustomAttribute<JsonPropertyNameAttribute>(inherit: true)?.Name;

    /// <summary>The value as the property takes it; null when it has to go through JSON.</summary>
    private static object? Fitting(PropertyInfo property, object value) => value switch
    {
        _ when property.PropertyType.IsInstanceOfType(value) => value,
        _ when property.PropertyType == typeof(string) => SdkValue.Word(value),
        IEnumerable list and not string and not JsonNode when property.Name == nameof(ResponsesWebSocketPromptExecutionSettings.Tools) => list.Cast<object>().ToList(),
        _ => null,
    };

    private static OpenAIPromptExecutionSettings Converted(Dictionary<PropertyInfo, object> given)
    {
        var json = new JsonObject();
        foreach (var (property, value) in given.Where(static pair => Fitting(pair.Key, pair.Value) is null))
        {
            json[JsonName(property)!] = JsonNode.Parse(RawJson.Element(value, property.Name).GetRawText());
        }

        try
        {
            return given.Keys.Any(static property => property.DeclaringType == typeof(ResponsesWebSocketPromptExecutionSettings))
                ? json.Deserialize<ResponsesWebSocketPromptExecutionSettings>(Options)!
                : json.Deserialize<OpenAIPromptExecutionSettings>(Options)!;
        }
        catch (JsonException cause)
        {
            // The inner message may quote the value, its path does not.
            throw new ArgumentException($"The settings cannot be read: {cause.Path} holds a value of the wrong kind.", cause);
        }
    }
}
