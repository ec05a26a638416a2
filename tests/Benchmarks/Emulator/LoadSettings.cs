using System.Globalization;

namespace Benchmarks.Emulator;

/// <summary>How much load. It ends with the turns or with the time, whichever is over first.</summary>
internal sealed record LoadSettings(int Turns = 20_000, int Connections = 64, int Seconds = 60)
{
    public static LoadSettings Parse(string[] options)
    {
        var settings = new LoadSettings();
        for (var i = 0; i < options.Length; i += 2)
        {
            var number = i + 1 < options.Length && int.TryParse(options[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0
                ? given
                : throw new FormatException($"{options[i]} needs a whole number above 0.");
            settings = options[i] switch
            {
                "--turns" => settings with { Turns = number },
                "--connections" => settings with { Connections = number },
                "--seconds" => settings with { Seconds = number },
                var other => throw new FormatException($"Unknown option: {other}"),
            };
        }

        return settings;
    }
}
