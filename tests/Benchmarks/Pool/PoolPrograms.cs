namespace Benchmarks.Pool;

/// <summary>How many conversations continue, computed and measured. None of these programs is a test: they report figures.</summary>
internal static class PoolPrograms
{
    private const string Usage = """
        ./build.sh bench -- pool model          which context to give up: rules against loads, in a simulation
        ./build.sh bench -- pool load [NAME]    what the client does under such loads, against an emulator in a process of its own
        """;

    public static async Task<int> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["model"]:
                ModelProgram.Run();
                return 0;
            case ["load"]:
                return await LoadProgram.RunAsync(name: null);
            case ["load", var name]:
                return await LoadProgram.RunAsync(name);
            case ["serve"]:
                await PoolServer.RunAsync();
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return arguments is ["--help"] ? 0 : 2;
        }
    }
}
