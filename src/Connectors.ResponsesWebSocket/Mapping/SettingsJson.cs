using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// Reads the settings of other connectors, as leniently as prompt configuration files are written. Values of a fitting type are
/// taken as they are, because function instances, types and the values of a service's SDK do not survive JSON; the others go
/// through JSON.
/// </summary>
internal static class SettingsJson
{
    private const string Predecessor = "ToolCallBehavior";

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

    private static readonly Dictionary<string, PropertyInfo> ByName = ByJsonName.Values.ToDictionary(static property => property.Name, StringComparer.Ordinal);

    public static ResponsesWebSocketPromptExecutionSettings Read(PromptExecutionSettings other)
    {
        var given = new Dictionary<PropertyInfo, object>();
        var unknown = new Dictionary<string, object>();
        foreach (var (key, value) in other.ExtensionData ?? new Dictionary<string, object>())
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

        // By runtime type: the settings of another connector keep their typed properties that way.
        foreach (var (property, value) in Typed(other))
        {
            given[property] = value;
        }

        var read = Converted(given);
        foreach (var (property, value) in given.Where(static pair => Fitting(pair.Key, pair.Value) is not null))
        {
            property.SetValue(read, Fitting(property, value));
        }

        read.ExtensionData = unknown.Count == 0 ? null : unknown;
        return read;
    }

    /// <summary>The own properties that the other settings set, by either name.</summary>
    private static Dictionary<PropertyInfo, object> Typed(PromptExecutionSettings other)
    {
        var typed = new Dictionary<PropertyInfo, object>();
        foreach (var property in other.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var own = JsonName(property) is { } name && ByJsonName.TryGetValue(name, out var found) ? found : ByName.GetValueOrDefault(property.Name);
            if ((own is null && property.Name != Predecessor) || !property.CanRead || property.GetIndexParameters().Length > 0)
            {
                continue;
            }

            if (property.GetValue(other, BindingFlags.DoNotWrapExceptions, binder: null, index: null, culture: null) is { } value)
            {
                // A property that hides one of a base class comes first.
                _ = own is null ? throw Refused(other) : typed.TryAdd(own, value);
            }
        }

        return typed;
    }

    private static Exception Refused(PromptExecutionSettings other) => other.FunctionChoiceBehavior is not null
        ? new ArgumentException("ToolCallBehavior and FunctionChoiceBehavior cannot be used together.")
        : new NotSupportedException("ToolCallBehavior is not supported. Set FunctionChoiceBehavior instead, for example FunctionChoiceBehavior.Auto().");

    private static string? JsonName(PropertyInfo property) => property.GetCustomAttribute<JsonPropertyNameAttribute>(inherit: true)?.Name;

    /// <summary>The value as the property takes it; null when it has to go through JSON.</summary>
    private static object? Fitting(PropertyInfo property, object value) => value switch
    {
        _ when property.PropertyType.IsInstanceOfType(value) => value,
        _ when property.PropertyType == typeof(string) => SdkValue.Word(value),
        IEnumerable list and not string and not JsonNode when property.Name == nameof(ResponsesWebSocketPromptExecutionSettings.Tools) => list.Cast<object>().ToList(),
        _ => null,
    };

    private static ResponsesWebSocketPromptExecutionSettings Converted(Dictionary<PropertyInfo, object> given)
    {
        var json = new JsonObject();
        foreach (var (property, value) in given.Where(static pair => Fitting(pair.Key, pair.Value) is null))
        {
            json[JsonName(property)!] = JsonNode.Parse(RawJson.Element(value, property.Name).GetRawText());
        }

        try
        {
            return json.Deserialize<ResponsesWebSocketPromptExecutionSettings>(Options)!;
        }
        catch (JsonException cause)
        {
            // The inner message may quote the value, its path does not.
            throw new ArgumentException($"The settings cannot be read: {cause.Path} holds a value of the wrong kind.", cause);
        }
    }
}
