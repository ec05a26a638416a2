namespace Benchmarks.Emulator;

/// <summary>Programs that put the emulator, in a process of its own, under load. None of them is a test: they report figures.</summary>
internal static class EmulatorPrograms
{
    private const string Usage = """
        ./build.sh bench -- emulator load    [--turns N] [--connections N] [--seconds N]   short turns on many sockets (20000, 64, 60)
        ./build.sh bench -- emulator hostile [NAME]                                        what hostile clients do to a bystander and to memory
        """;

    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            switch (arguments)
            {
                case ["load", .. var options]:
                    await LoadProgram.RunAsync(LoadSettings.Parse(options));
                    return 0;
                case ["hostile"]:
                    return await HostileProgram.RunAsync(name: null);
                case ["hostile", var name]:
                    return await HostileProgram.RunAsync(name);
                case ["serve"]:
                    await ServeProgram.RunAsync();
                    return 0;
                default:
                    Console.Error.WriteLine(Usage);
                    return arguments is ["--help"] ? 0 : 2;
            }
        }
        catch (FormatException mistake)
        {
            Console.Error.WriteLine($"{mistake.Message}{Environment.NewLine}{Usage}");
            return 2;
        }
    }
}
