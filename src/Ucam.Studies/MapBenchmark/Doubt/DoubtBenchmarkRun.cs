using System.Diagnostics;
using TorchSharp;
using Ucam.Studies.Comparison;
using Ucam.Vqa.Runs;

namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>Measures every map of doubt by every metric. Each finished map is kept, so that a stopped run goes on with the others.</summary>
internal sealed class DoubtBenchmarkRun(IDoubtSubject subject, DoubtBenchmarkOptions options)
{
    private readonly IReadOnlyList<DoubtMap> _maps = DoubtMaps.For(subject, options.Maps, options.Brief);

    /// <summary>All rows, map by map; also as rows.csv in the folder. Of a shard only its own, and no table.</summary>
    /// <exception cref="UcamException">The folder holds another benchmark, or a file of it is damaged or cannot be written.</exception>
    public IReadOnlyList<MapRow> Run(CancellationToken cancel)
    {
        string pieces = Path.Combine(options.Folder, "maps");
        RunFolder.Make(pieces, "benchmark's");
        using IDisposable held = RunFolder.Hold(options.Folder);
        new CompareState("doubt-maps", RunFolder.Fingerprint($"{subject.Fingerprint} {options.Text}")) { Variants = new Dictionary<string, string>() }
            .Begin(options.Folder);
        string PathOf(DoubtMap map) => Path.Combine(pieces, map.Name + ".csv");
        DoubtMap[] maps = [.. Shard.PartOf(options.Shard, _maps)];
        DoubtMap[] missing = [.. maps.Where(map => !File.Exists(PathOf(map)))];
        var meter = new ProgressMeter(options.Progress, "maps", "maps", subject.Count, missing.Length);
        for (int i = 0; i < missing.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            MapRows.Write(PathOf(missing[i]), Measure(missing[i], done => meter.Add(i + 1, done, 1), cancel), DoubtMetrics.Names);
            options.Log($"map {i + 1}/{missing.Length} {missing[i].Name}: {subject.Count} samples in "
                + $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        }
        MapRow[] rows = [.. maps.SelectMany(map => MapRows.ReadMap(PathOf(map), map.Name, subject.Count, DoubtMetrics.Names))];
        if (options.Shard is null) MapRows.Write(Path.Combine(options.Folder, "rows.csv"), rows, DoubtMetrics.Names);
        return rows;
    }

    private List<MapRow> Measure(DoubtMap map, Action<int> report, CancellationToken cancel)
    {
        using Explainer explainer = subject.Open(options.Seed);
        var rows = new List<MapRow>();
        for (int i = 0; i < subject.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            using DoubtSample sample = subject.Load(i);
            // The first one warms up, so that its time counts like the others.
            if (i == 0) map.Make(explainer, sample.Shown, sample, cancel);
            var values = new OrderedDictionary<string, double>();
            (long start, long ran) = (Stopwatch.GetTimestamp(), subject.Pictures);
            IReadOnlyList<RawMap> raw = map.Make(explainer, sample.Shown, sample, cancel);
            values[DoubtMetrics.Seconds] = Stopwatch.GetElapsedTime(start).TotalSeconds / raw.Count;
            values[DoubtMetrics.Passes] = (subject.Pictures - ran) / (double)raw.Count;
            var probe = new DoubtProbe((map, raw), subject, sample, options, cancel);
            foreach (DoubtMetric metric in DoubtMetrics.All.Where(metric => metric.Reruns ? i < options.Subset : !(metric.IsLong && options.Brief)))
                if (!values.ContainsKey(metric.Info.Name)) values[metric.Info.Name] = metric.Measure(probe);
            rows.Add(new MapRow(map.Name, sample.Name, values));
            report(i + 1);
        }
        return rows;
    }
}
