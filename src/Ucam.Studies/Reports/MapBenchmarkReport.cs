using Ucam.Metrics;
using Ucam.Studies.MapBenchmark;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Vqa;

namespace Ucam.Studies.Reports;

/// <summary>A benchmark of maps as Markdown: every map by every metric with the 95 % bootstrap interval of its mean.</summary>
internal static class MapBenchmarkReport
{
    private static readonly (MapQuestion Question, string Title)[] Tables =
    [
        (MapQuestion.Faithful, "Faithfulness: does the map say what the model goes by?"),
        (MapQuestion.True, "Agreement: is the evidence where the truth is?"),
        (MapQuestion.Sound, "Character and cost"),
    ];

    /// <summary>The report's text.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="notes">How the rows were made.</param>
    /// <param name="rows">The rows of a benchmark.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public static string Text(string title, IReadOnlyList<string> notes, IReadOnlyList<MapRow> rows, int seed)
    {
        ILookup<string, MapRow> maps = rows.ToLookup(row => row.Map);
        var blocks = new List<Block> { new ListBlock(notes) };
        foreach ((MapQuestion question, string heading) in Tables)
        {
            MapMetric[] metrics =
                [.. MapMetrics.All.Concat(MapMetrics.Costs)
                .Where(metric => metric.Question == question && rows.Any(row => double.IsFinite(Value(row, metric))))];
            if (metrics.Length == 0) continue;
            blocks.Add(new HeadingBlock(2, heading));
            blocks.Add(Table(maps, metrics, seed));
            blocks.Add(new ListBlock([.. metrics.Select(metric => $"{metric.Info.Title}: {metric.Info.Definition}.")]));
        }
        return MarkdownDocument.Write(title, blocks, "plots");
    }

    private static TableBlock Table(ILookup<string, MapRow> maps, MapMetric[] metrics, int seed)
    {
        var cells = maps.ToDictionary(map => map.Key, map => metrics.Select(metric => Cell.Of([.. map], metric, seed)).ToArray());
        string[] explanations = [.. cells.Keys.Where(name => ReferenceMaps.All.All(entry => entry.Name != name))];
        double?[] best = [.. metrics.Select((metric, i) => Best(metric.Info.Direction, explanations.Select(name => cells[name][i].Interval.Mean)))];
        return new TableBlock(
            "Mean and 95 % bootstrap interval over samples; ↑ higher is better, ↓ lower is better; the best mean in bold, references apart; n "
                + "where a metric is undefined for some samples or was measured on some.",
            ["map", .. metrics.Select(metric => metric.Info.Title + Arrow(metric.Info.Direction))],
            [.. cells.Select(map =>
                (IReadOnlyList<TableCell>)[Title(map.Key),
                .. map.Value.Select((cell, i) => cell.Show(metrics[i].Info, explanations.Contains(map.Key) && cell.Interval.Mean == best[i]))])]);
    }

    private static string Title(string map) => ExplanationMethods.All.Concat(ReferenceMaps.All).First(entry => entry.Name == map).Title;

    private static string Arrow(MetricDirection direction) =>
        direction switch { MetricDirection.Higher => " ↑", MetricDirection.Lower => " ↓", _ => "" };

    private static double? Best(MetricDirection direction, IEnumerable<double> means)
    {
        double[] finite = [.. means.Where(double.IsFinite)];
        if (finite.Length < 2 || direction == MetricDirection.Neither) return null;
        return direction == MetricDirection.Higher ? finite.Max() : finite.Min();
    }

    private static double Value(MapRow row, MapMetric metric) => row.Values.TryGetValue(metric.Info.Name, out double value) ? value : double.NaN;

    /// <summary>The mean of a metric over a map's samples.</summary>
    private sealed record Cell(MeanInterval Interval, int Defined, int Samples)
    {
        public static Cell Of(MapRow[] rows, MapMetric metric, int seed)
        {
            double[] values = [.. rows.Select(row => Value(row, metric)).Where(double.IsFinite)];
            return new Cell(Bootstrap.Interval(values, seed), values.Length, rows.Length);
        }

        public TableCell Show(CompareMetric metric, bool best)
        {
            if (Defined == 0) return "–";
            string range = Defined == 1 ? "" : $"{metric.Format(Interval.Low)} to {metric.Format(Interval.High)}";
            string count = Defined == Samples ? "" : $"{(range.Length == 0 ? "" : ", ")}n = {Defined}";
            return new TableCell(metric.Format(Interval.Mean), Strong: best, Detail: range.Length + count.Length == 0 ? null : range + count);
        }
    }
}
