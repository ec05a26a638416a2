using System.Globalization;
using System.Text.Json;

namespace Microsoft.SemanticKernel;

internal static class Texts
{
    /// <summary>A value as text in a culture.</summary>
    public static string? Of(object? value, CultureInfo culture) => value switch
    {
        null => null,
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
        IFormattable formattable => formattable.ToString(null, culture),
        _ => value.ToString(),
    };
}
