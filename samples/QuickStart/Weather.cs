using System.ComponentModel;

namespace QuickStart;

internal sealed class Weather
{
    [KernelFunction("get_forecast")]
    [Description("Tells the weather of today in a city.")]
    public static string GetForecast(string city) => city == "Oslo" ? "rain, 9 °C" : "sun, 24 °C";
}
