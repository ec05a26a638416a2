using BenchmarkDotNet.Running;
using Benchmarks.Cost;
using Benchmarks.Emulator;
using Benchmarks.Pool;

if (args is ["emulator", .. var arguments])
{
    return await EmulatorPrograms.RunAsync(arguments);
}

if (args is ["cost", .. var work])
{
    return await CostProgram.RunAsync(work);
}

if (args is ["pool", .. var choice])
{
    return await PoolPrograms.RunAsync(choice);
}

BenchmarkSwitcher.FromAssembly(typeof(EmulatorPrograms).Assembly).Run(args);
return 0;
