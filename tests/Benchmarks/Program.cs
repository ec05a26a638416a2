using BenchmarkDotNet.Running;
using Benchmarks.Emulator;

if (args is ["emulator", .. var arguments])
{
    return await EmulatorPrograms.RunAsync(arguments);
}

BenchmarkSwitcher.FromAssembly(typeof(EmulatorPrograms).Assembly).Run(args);
return 0;
