using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// Reads the values of OpenAI's SDK, which applications have in their settings, without a reference to it. The application made
/// the values, so what is read here by reflection is part of it even when it was trimmed.
/// </summary>
internal static partial class SdkValue
{
    private const string Model = "System.ClientModel.Primitives.IPersistableModel`1";

    /// <summary>What the SDK itself would send; null when the value is none of its models.</summary>
    public static JsonElement? Json(object value)
    {
        var model = Array.Find(value.GetType().GetInterfaces(), static type => type.IsGenericType && type.GetGenericTypeDefinition().FullName == Model);
        if (model?.GetMethod("Write") is not { } write || write.GetParameters() is not [{ } options])
        {
            return null;
        }

        var written = write.Invoke(value, BindingFlags.DoNotWrapExceptions, binder: null, [Activator.CreateInstance(options.ParameterType, "W")], culture: null);
        return JsonSerializer.Deserialize<JsonElement>(written!.ToString()!);
    }

    /// <summary>The word that a value stands for: an enum, or a struct that names itself, as the SDK's extensible enums do.</summary>
    public static string? Word(object value) =>
        value is Enum || (value is ValueType and not IConvertible && value.GetType().GetMethod(nameof(ToString), Type.EmptyTypes)!.DeclaringType == value.GetType())
            ? value.ToString() is { } word && OneWord().IsMatch(word) ? word : null
            : null;

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OneWord();
}
