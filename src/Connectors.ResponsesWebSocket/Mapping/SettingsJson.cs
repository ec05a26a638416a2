using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>Reads the settings of other connectors, as leniently as prompt configuration files are written.</summary>
internal static class SettingsJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        AllowTrailingCommas = true,
        PropertyNameCaseInsensitive = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        Converters = { new TypeAsNothing() },
    };

    public static ResponsesWebSocketPromptExecutionSettings Read(PromptExecutionSettings other)
    {
        // By runtime type: the settings of another connector keep their typed properties that way.
        var json = JsonSerializer.SerializeToUtf8Bytes(other, other.GetType(), Options);
        var read = JsonSerializer.Deserialize<ResponsesWebSocketPromptExecutionSettings>(json, Options)!;

        // What does not survive JSON: function instances and the choice not to invoke, types, and values of a service's SDK.
        read.FunctionChoiceBehavior = other.FunctionChoiceBehavior;
        read.ResponseFormat = Property(other, nameof(read.ResponseFormat)) ?? read.ResponseFormat;
        read.ReasoningEffort = Property(other, nameof(read.ReasoningEffort)) switch
        {
            null => read.ReasoningEffort,
            JsonElement element => element,
            var level => level.ToString(),
        };
        return read;
    }

    private static object? Property(PromptExecutionSettings settings, string name) => settings.GetType().GetProperty(name)?.GetValue(settings);

    /// <summary>A response format may be a type, which JSON has no form for.</summary>
    private sealed class TypeAsNothing : JsonConverter<Type>
    {
        /// <summary>In a property of type object a type is of the runtime's own class.</summary>
        public override bool CanConvert(Type typeToConvert) => typeof(Type).IsAssignableFrom(typeToConvert);

        public override Type? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Type value, JsonSerializerOptions options) => writer.WriteNullValue();
    }
}
