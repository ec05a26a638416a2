using System.ComponentModel;
using System.Text.Json.Serialization;

namespace StructuredOutput;

internal sealed record Recipe(string Name, Difficulty Difficulty, [property: Description("From start to table.")] int Minutes, IReadOnlyList<Ingredient> Ingredients);

internal sealed record Ingredient(string Name, string Amount);

[JsonConverter(typeof(JsonStringEnumConverter<Difficulty>))]
internal enum Difficulty
{
    Easy,
    Hard,
}
