using System.Diagnostics;
using Ucam.Studies.Comparison;
using Ucam.Studies.MapBenchmark.Doubt;
using Ucam.Vqa.Runs;

namespace Ucam.Studies.MapBenchmark;

/// <summary>Measures every map by every metric, sample by sample. Each finished map is kept, so that a stopped run goes on with the others.</summary>
internal sealed class MapBenchmarkRun
{
    private readonly IMapSubject _subject;
    private readonly MapBenchmarkOptions _options;
    private readonly ExplanationEntry[] _entries;

    /// <summary>A benchmark of a subject's maps; the references come last.</summary>
    /// <exception cref="UcamException">A named map does not exist or does not apply.</exception>
    public MapBenchmarkRun(IMapSubject subject, MapBenchmarkOptions options)
    {
        (_subject, _options) = (subject, options);
        foreach (ExplanationEntry entry in options.Maps.Select(ExplanationMethods.Find))
            if (!subject.Takes(entry))
                throw new UcamException($"The map '{entry.Name}' does not apply to this model; leave it out.") { Field = "maps" };
        _entries = [.. ExplanationMethods.All.Where(entry => subject.Takes(entry) && IsWanted(entry)), .. ReferenceMaps.All];
    }

    // The answer's probability judges no map of doubt, unless somebody asks for it by name.
    private bool IsWanted(ExplanationEntry entry) =>
        _options.Maps.Count == 0 ? !DoubtMaps.ExplainsDoubt(entry) : _options.Maps.Contains(entry.Name);

    private string Fingerprint => RunFolder.Fingerprint($"{_subject.Fingerprint} {_options.Text}");

    /// <summary>All rows, map by map; also as rows.csv in the folder. Of a shard only its own, and no table.</summary>
    /// <exception cref="UcamException">The folder holds another benchmark, or a file of it is damaged or cannot be written.</exception>
    public IReadOnlyList<MapRow> Run(CancellationToken cancel)
    {
        string pieces = Path.Combine(_options.Folder, "maps");
        RunFolder.Make(pieces, "benchmark's");
        using IDisposable held = RunFolder.Hold(_options.Folder);
        new CompareState($"maps-{_subject.Name}", Fingerprint) { Variants = new Dictionary<string, string>() }.Begin(_options.Folder);
        string PathOf(ExplanationEntry entry) => Path.Combine(pieces, entry.Name + ".csv");
        ExplanationEntry[] entries = [.. Shard.PartOf(_options.Shard, _entries)];
        ExplanationEntry[] missing = [.. entries.Where(entry => !File.Exists(PathOf(entry)))];
        var meter = new ProgressMeter(_options.Progress, "maps", "maps", _subject.Count, missing.Length);
        for (int i = 0; i < missing.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            MapRows.Write(PathOf(missing[i]), Measure(missing[i], done => meter.Add(i + 1, done, 1), cancel));
            _options.Log($"map {i + 1}/{missing.Length} {missing[i].Name}: {_subject.Count} samples in "
                + $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        }
        MapRow[] rows = [.. entries.SelectMany(entry => MapRows.ReadMap(PathOf(entry), entry.Name, _subject.Count))];
        if (_options.Shard is null) MapRows.Write(Path.Combine(_options.Folder, "rows.csv"), rows);
        return rows;
    }

    private List<MapRow> Measure(ExplanationEntry entry, Action<int> report, CancellationToken cancel)
    {
        ExplanationMethod method = entry.Create(_subject.Setup);
        var rows = new List<MapRow>();
        for (int i = 0; i < _subject.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            using MapSample sample = _subject.Load(i);
            var values = new OrderedDictionary<string, double>();
            // Also warms up, so that the first time counts like the others.
            if (i == 0) values[MapMetrics.Memory] = PeakMemory.Of(() => Explain(method, sample, cancel));
            long start = Stopwatch.GetTimestamp();
            RawMap map = Explain(method, sample, cancel);
            values[MapMetrics.Seconds] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var probe = new MapProbe((_subject.Explainer, _subject.Blank), method, map, sample, _options, cancel);
            foreach (MapMetric metric in MapMetrics.All.Where(metric => !metric.Reruns || i < _options.Subset))
            {
                cancel.ThrowIfCancellationRequested();
                values[metric.Info.Name] = metric.Measure(probe);
            }
            rows.Add(new MapRow(entry.Name, sample.Name, values));
            report(i + 1);
        }
        return rows;
    }

    private RawMap Explain(ExplanationMethod method, MapSample sample, CancellationToken cancel) =>
        _subject.Explainer.Explain([method], sample.Inputs, null, null, cancel)[0][0];
}
