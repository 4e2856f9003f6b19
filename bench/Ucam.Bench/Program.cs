using Ucam.Bench;

if (args.Length > 0 && args[0] == "kernels")
{
    BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(BenchRun).Assembly).Run(args[1..]);
    return 0;
}
return BenchRun.Execute(args);
