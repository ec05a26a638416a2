using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>Reads the values of OpenAI's client, which applications have in their settings.</summary>
internal static partial class OpenAISdkReflection
{
    /// <summary>What the client itself would send; null when the value is none of its models.</summary>
    public static JsonElement? Json(object value) => value is IPersistableModel<object> model
        ? JsonSerializer.Deserialize<JsonElement>(model.Write(ModelReaderWriterOptions.Json))
        : null;

    /// <summary>The word that a value stands for: an enum, or a struct that names itself, as the client's extensible enums do.</summary>
    public static string? Word(object value) =>
        value is Enum || (value is ValueType and not IConvertible && value.GetType().GetMethod(nameof(ToString), Type.EmptyTypes)!.DeclaringType == value.GetType())
            ? value.ToString() is { } word && OneWord().IsMatch(word) ? word : null
            : null;

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OneWord();
}
