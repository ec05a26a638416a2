using System.ComponentModel;
using System.Globalization;
using Microsoft.SemanticKernel;

namespace SemanticKernel.Standin.Tests.Behaviour;

internal static class Sample
{
    public static readonly Kernel Kernel = new();

    /// <summary>A culture with a decimal comma that exists in every environment.</summary>
    public static CultureInfo CommaCulture()
    {
        var culture = new CultureInfo("de");
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        return culture;
    }

    public static KernelFunction Function(string name = "F") => KernelFunctionFactory.CreateFromMethod(() => name, name);

    public static KernelPlugin Plugin(string name, params string[] functions)
        => KernelPluginFactory.CreateFromFunctions(name, functions.Select(Function));
}

public enum Colour
{
    Red,
    DarkBlue,
}

public sealed record Place(string City, int Zip);

[Description("Knows the weather.")]
public sealed class WeatherPlugin
{
    [KernelFunction]
    [Description("Says what it will be like.")]
    [return: Description("A sentence.")]
    public string Forecast(
        [Description("Where")] string city,
        [Description("Days")] int days = 3)
        => $"{city} in {days}";

    [KernelFunction("now")]
    public Task<string> GetCurrentAsync() => Task.FromResult("rain");

    [KernelFunction]
    public Task<int> MeasureAsync() => Task.FromResult(7);

    public string NotAFunction() => "hidden";

    [KernelFunction]
    private static string Secret() => "found";
}
