using System.Text.Json;
using FluentAssertions;

namespace TestKit;

/// <summary>Short ways into a frame.</summary>
public static class JsonReading
{
    /// <summary>Follows member names; numbers are array indexes.</summary>
    public static JsonElement At(this JsonElement element, params object[] path) => path.Aggregate(element, static (current, step) =>
        step is int index ? current[index] : current.GetProperty((string)step));

    public static string? Text(this JsonElement element, params object[] path) => element.At(path).GetString();

    public static bool Has(this JsonElement element, string name) => element.TryGetProperty(name, out _);

    public static IReadOnlyList<JsonElement> Input(this JsonElement create) => [.. create.At("input").EnumerateArray()];

    public static JsonElement Without(this JsonElement element, string name) => JsonSerializer.SerializeToElement(
        element.EnumerateObject().Where(member => member.Name != name).ToDictionary(static member => member.Name, static member => member.Value));

    public static JsonElement Json(this string json) => JsonDocument.Parse(json).RootElement.Clone();

    /// <summary>Compares as JSON: members in any order.</summary>
    public static void ShouldBeJson(this JsonElement actual, string expected) =>
        JsonElement.DeepEquals(actual, expected.Json()).Should().BeTrue("{0} should be {1}", actual.GetRawText(), expected);
}
