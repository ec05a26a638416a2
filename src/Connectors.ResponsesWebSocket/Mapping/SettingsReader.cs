using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// Reads settings of any type. What the stock connector knows is read by its own reader, through JSON and with its errors; the keys that
/// only the Responses API has are read here.
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

    private static readonly Dictionary<string, PropertyInfo> OwnByJsonName = typeof(ResponsesWebSocketPromptExecutionSettings)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(static property => JsonName(property) is not null)
        .ToDictionary(static property => JsonName(property)!, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The object that holds for a whole call and that filters see: the caller's own where it is of the stock type or ours; else one of
    /// the stock type, as with the stock connector, unless a field of the Responses API is among what was given.
    /// </summary>
    public static OpenAIPromptExecutionSettings Read(PromptExecutionSettings? settings)
    {
        if (settings is null or OpenAIPromptExecutionSettings || settings.ExtensionData is not { } data || !data.Keys.Any(IsOfResponses))
        {
            return OpenAIPromptExecutionSettings.FromExecutionSettings(settings);
        }

        var own = new Dictionary<PropertyInfo, object>();
        var stock = new Dictionary<string, object>();
        foreach (var (key, value) in ResponsesNames.Unfold(data))
        {
            if (!OwnByJsonName.TryGetValue(key, out var property))
            {
                stock[key] = value;
            }
            else if (value is not null)
            {
                own[property] = value;
            }
        }

        var read = OpenAIPromptExecutionSettings.FromExecutionSettings(new PromptExecutionSettings
        {
            ServiceId = settings.ServiceId,
            ModelId = settings.ModelId,
            FunctionChoiceBehavior = settings.FunctionChoiceBehavior,
            ExtensionData = stock,
        });
        return own.Count == 0 ? read : With(own, ResponsesWebSocketPromptExecutionSettings.Of(read));
    }

    private static bool IsOfResponses(string key) => OwnByJsonName.ContainsKey(key) || ResponsesNames.Has(key);

    private static string? JsonName(PropertyInfo property) => property.GetCustomAttribute<JsonPropertyNameAttribute>(inherit: true)?.Name;

    /// <summary>Values of a fitting type are taken as they are, because tools do not survive JSON; the others go through it.</summary>
    private static ResponsesWebSocketPromptExecutionSettings With(Dictionary<PropertyInfo, object> own, ResponsesWebSocketPromptExecutionSettings settings)
    {
        var json = new JsonObject();
        foreach (var (property, value) in own.Where(static pair => Fitting(pair.Key, pair.Value) is null))
        {
            json[JsonName(property)!] = RawJson.Node(RawJson.Element(value));
        }

        var written = json.Deserialize<ResponsesWebSocketPromptExecutionSettings>(Options)!;
        foreach (var (property, value) in own)
        {
            property.SetValue(settings, Fitting(property, value) ?? property.GetValue(written));
        }

        return settings;
    }

    /// <summary>The value as the property takes it; null when it has to go through JSON.</summary>
    private static object? Fitting(PropertyInfo property, object value) => value switch
    {
        _ when property.PropertyType.IsInstanceOfType(value) => value,
        IEnumerable list and not string and not JsonNode when property.Name == nameof(ResponsesWebSocketPromptExecutionSettings.Tools) => list.Cast<object>().ToList(),
        _ => null,
    };
}
