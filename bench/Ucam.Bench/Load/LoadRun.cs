using System.Globalization;

namespace Ucam.Bench.Load;

/// <summary>Every command on a machine as it is and beside two busy processes, with one build of the tool or with two in turn.</summary>
internal static class LoadRun
{
    public const string Command = "load";
    public const string About = "every command quiet and beside two busy processes: [--tool DLL] [--before DLL] [--runs N] [--only NAME]";
    private const string Built = "../../../../../src/Ucam.Cli/bin/Release/net10.0/Ucam.Cli.dll";
    private const int Busy = 2;
    private const double Target = 0.4;

    public static int Execute(string[] args)
    {
        string tool = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, Built)), only = "";
        string? before = null;
        int runs = 1;
        for (int i = 0; i + 1 < args.Length; i += 2)
            switch (args[i])
            {
                case "--tool": tool = args[i + 1]; break;
                case "--before": before = args[i + 1]; break;
                case "--only": only = args[i + 1]; break;
                case "--runs" when int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out runs) && runs > 0: break;
                default:
                    throw new UcamException($"{args[i]} is no option or has a wrong value; there are --tool "
                    + "DLL, --before DLL, --runs N and --only NAME.");
            }
        foreach (string file in new[] { tool, before }.OfType<string>())
            if (!File.Exists(file)) throw new UcamException($"{file} is not there; build src/Ucam.Cli in Release, or name a build's Ucam.Cli.dll.");
        Print(only, before is null ? [("", tool)] : [("before", before), ("after", tool)], runs);
        return 0;
    }

    private static void Print(string only, (string Name, string Path)[] tools, int runs)
    {
        string load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Trim() : "unknown";
        Console.WriteLine($"{Environment.ProcessorCount} cores; load at the start: {load}; "
            + $"{CountedSet.Pictures} pictures, {CountedSet.Mean} questions each (even), "
            + $"or {CountedSet.Fewest} to {CountedSet.Most} and as many in all (uneven); medians of {runs} runs");
        Console.WriteLine($"| command | tool | quiet | processor | questions/s | beside {Busy} | processor | questions/s "
            + $"| throughput beside, of quiet (target ≥ {Target:0.0}) |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        using var sets = new LoadSets();
        foreach ((string name, Func<string[]> arguments) in sets.Commands.Where(c => c.Name.Contains(only, StringComparison.Ordinal)))
        {
            List<Timed>[] quiet = [.. tools.Select(_ => new List<Timed>())], beside = [.. tools.Select(_ => new List<Timed>())];
            for (int run = 0; run < runs; run++)
                for (int t = 0; t < tools.Length; t++)
                {
                    quiet[t].Add(Timed.Run(tools[t].Path, arguments()));
                    using var busy = new Beside(Busy);
                    beside[t].Add(Timed.Run(tools[t].Path, arguments()));
                }
            for (int t = 0; t < tools.Length; t++)
            {
                double share = Of(quiet[t], r => r.Seconds) / Of(beside[t], r => r.Seconds);
                Console.WriteLine($"| {name} | {tools[t].Name} | {Cells(quiet[t])} | {Cells(beside[t])} | {share:0.00} |");
            }
        }
    }

    private static double Of(List<Timed> runs, Func<Timed, double> value) => Timed.Median([.. runs.Select(value)]);

    private static string Cells(List<Timed> runs)
    {
        double rate = Of(runs, r => r.Rate);
        return $"{Of(runs, r => r.Seconds):F1} s | {Of(runs, r => r.Processor):F1} s | {(double.IsNaN(rate) ? "" : $"{rate:F0}")}";
    }
}
