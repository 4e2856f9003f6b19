using Ucam.Cli.Options;
using Ucam.Cli.Terminal;
using Ucam.Studies.MapBenchmark;
using Ucam.Studies.MapBenchmark.Doubt;
using Ucam.Studies.Reports;
using Ucam.Vqa.Runs;

namespace Ucam.Cli.Explain;

/// <summary>Runs a benchmark of maps and writes its rows and report.</summary>
internal static class BenchmarkRun
{
    /// <summary>Makes the subject in the run's folder, measures its maps and prints where the results lie.</summary>
    /// <param name="open">Makes the subject, with the benchmark's folder at hand.</param>
    /// <param name="options">How it is measured; its log and progress are set here.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <param name="cancel">Stops at the next sample.</param>
    public static void Execute(Func<IProgress<Ucam.RunProgress>, IMapSubject> open, MapBenchmarkOptions options, int seed,
        CancellationToken cancel)
    {
        RunFolder.Make(options.Folder, "benchmark's");
        IReadOnlyList<MapRow> rows;
        string description;
        using (var progress = new ConsoleProgress())
        {
            using IMapSubject subject = open(progress);
            description = subject.Description;
            rows = new MapBenchmarkRun(subject, options with { Logger = new LineLogger(progress.Log), Progress = progress }).Run(cancel);
        }
        if (options.Shard is { } part) ShardOption.Done(part, options.Folder);
        else Write(options.Folder, MapBenchmarkReport.Text("Benchmark of maps", Notes(description, options), rows, seed));
    }

    /// <summary>The same for maps of doubt.</summary>
    public static void Execute(Func<IDoubtSubject> open, DoubtBenchmarkOptions options, CancellationToken cancel)
    {
        RunFolder.Make(options.Folder, "benchmark's");
        using var progress = new ConsoleProgress();
        using IDoubtSubject subject = open();
        var run = new DoubtBenchmarkRun(subject, options with { Logger = new LineLogger(progress.Log), Progress = progress });
        IReadOnlyList<MapRow> rows = run.Run(cancel);
        if (options.Shard is { } part) ShardOption.Done(part, options.Folder);
        else Write(options.Folder, DoubtBenchmarkReport.Text(DoubtBenchmarkReport.Notes(subject.Description, options), rows, options.Seed));
    }

    private static void Write(string folder, string text)
    {
        string report = Path.Combine(folder, "report.md");
        AtomicFile.WriteText(report, text);
        Console.Out.WriteLine($"rows: {Path.Combine(folder, "rows.csv")}");
        Console.Out.WriteLine($"report: {report}");
    }

    private static string[] Notes(string description, MapBenchmarkOptions options) =>
    [
        description,
        "Every map explains the model's own answer, with its usual settings, one sample at a time. Metrics of the evidence watch the answer's "
            + "probability; infidelity watches its logit.",
        FormattableString.Invariant($"Deleted cells and squares become mid-grey; {options.Steps} steps of insertion and deletion; ")
            + FormattableString.Invariant($"ROAD removes {string.Join(", ", options.RoadShares)} of the cells. Against regions and people maps are ")
            + $"compared as they are shown, in [0,1], on a grid of {options.Grid}×{options.Grid} cells.",
        "Metrics that run the method again and again "
            + $"({string.Join(", ", MapMetrics.All.Where(metric => metric.Reruns).Select(metric => metric.Info.Title.ToLowerInvariant()))}) are "
            + $"measured on the first {options.Subset} samples.",
        "Random and centre are references that know nothing of the model: even random numbers on a grid of 16×16, and a Gaussian in the middle.",
    ];
}
