using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.SemanticKernel;

/// <summary>Converts an argument, often text from a model, to the type of a parameter.</summary>
internal sealed class ValueConverter(string name, Type type)
{
    private readonly bool _takesNull = !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    // Only converters that read text: the base class and those of collections do not.
    private readonly TypeConverter? _converter = TypeDescriptor.GetConverter(type) is { } found && found.CanConvertFrom(typeof(string))
        ? found
        : null;

    public object? Convert(object? value, CultureInfo culture)
    {
        if (value is null)
        {
            return _takesNull ? null : throw Unusable(null, "null is not a value of this type");
        }

        if (type.IsInstanceOfType(value))
        {
            return value;
        }

        try
        {
            return value is JsonElement or JsonNode or JsonDocument ? FromJson(value) : FromObject(value, culture);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw Unusable(value, exception.Message);
        }
    }

    private object? FromJson(object value)
    {
        var element = value switch
        {
            JsonDocument document => document.RootElement,
            JsonNode node => JsonSerializer.SerializeToElement(node),
            _ => (JsonElement)value,
        };
        if (type == typeof(string))
        {
            return element.ValueKind == JsonValueKind.Null ? null : element.ToString();
        }

        return element.ValueKind == JsonValueKind.String && _converter is not null
            ? FromText(element.GetString()!, CultureInfo.InvariantCulture)
            : element.Deserialize(type);
    }

    private object? FromObject(object value, CultureInfo culture)
    {
        var text = Texts.Of(value, culture) ?? string.Empty;
        if (type == typeof(string))
        {
            return text;
        }

        return _converter is not null ? FromText(text, culture) : JsonSerializer.Deserialize(text, type);
    }

    private object? FromText(string text, CultureInfo culture)
    {
        try
        {
            return _converter!.ConvertFromString(context: null, culture, text);
        }
        catch (Exception) when (!ReferenceEquals(culture, CultureInfo.InvariantCulture))
        {
            // A model does not know the kernel's culture.
            return _converter!.ConvertFromString(context: null, CultureInfo.InvariantCulture, text);
        }
    }

    private ArgumentOutOfRangeException Unusable(object? value, string reason) => new(name, value, reason);
}
