namespace Ucam.Bench.Turns;

/// <summary>The files that both sides work on, in the folder that BENCH_FOLDER names; bench/reference/files.py makes them.</summary>
internal static class BenchFolder
{
    private const string Variable = "BENCH_FOLDER";

    /// <exception cref="UcamException">No folder is named.</exception>
    public static string File(string name) => Path.Combine(
        Environment.GetEnvironmentVariable(Variable) ?? throw new UcamException($"{Variable} names no folder; bench/run sets it."), name);
}
