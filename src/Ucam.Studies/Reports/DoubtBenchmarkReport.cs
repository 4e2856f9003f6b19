using Ucam.Metrics;
using Ucam.Studies.MapBenchmark;
using Ucam.Studies.MapBenchmark.Doubt;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Vqa;

namespace Ucam.Studies.Reports;

/// <summary>A benchmark of maps of doubt as Markdown: a verdict, then every map by every metric with 95 % bootstrap intervals.</summary>
internal static class DoubtBenchmarkReport
{
    private static readonly (string Title, IReadOnlyList<DoubtMetric> Metrics)[] Tables =
    [
        ("Truth: is the map where the doubt comes from?", DoubtMetrics.True),
        ("Fall of doubt: does doubt fall where the map says?", DoubtMetrics.Falls),
        ("Specificity: does the map know which difficulty matters?", DoubtMetrics.Specific),
        ("Character and cost", DoubtMetrics.Character),
    ];

    private static readonly Dictionary<DoubtMapKind, string> Kinds = new()
    { [DoubtMapKind.Doubt] = "doubt", [DoubtMapKind.Answer] = "answer or loss", [DoubtMapKind.Reference] = "reference" };

    /// <summary>What is to be known of how the rows were made.</summary>
    public static IReadOnlyList<string> Notes(string description, DoubtBenchmarkOptions options) =>
    [
        description,
        options.Source == DoubtSource.Single ? "Doubt is the entropy of the one network's answer, dropout off."
            : $"Doubt is the entropy of the mean answer over {options.Passes} passes with dropout, explained and measured.",
        "Every map is made of four pictures of a scene: with all difficulties, with none, with one of an object that matters, with the same "
            + "of one that does not. Maps of doubt explain the entropy; maps of the answer explain what they usually do and are controls.",
        $"Metrics that run the method again and again are measured on the first {options.Subset} questions.",
        "Random and centre know nothing of the model. The true map spreads people's doubt, by its exact Shapley values, over the objects' "
            + "masks; on the layer's grid it is the most that a map of that layer can reach. The model's own doubt is what repairing by the clean "
            + "picture says of the model itself: Shapley values of its entropy over the objects with difficulties, or its fall as each cell of the "
            + "layer is repaired alone.",
    ];

    /// <summary>The report's text.</summary>
    /// <param name="notes">How the rows were made.</param>
    /// <param name="rows">The rows of a benchmark.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public static string Text(IReadOnlyList<string> notes, IReadOnlyList<MapRow> rows, int seed)
    {
        ILookup<string, MapRow> byMap = rows.ToLookup(row => row.Map);
        var blocks = new List<Block> { new ListBlock(notes), new HeadingBlock(2, "In short"), Summary(byMap, seed) };
        foreach ((string title, IReadOnlyList<DoubtMetric> metrics) in Tables)
        {
            blocks.Add(new HeadingBlock(2, title));
            blocks.Add(Table(byMap, metrics, seed));
            blocks.Add(new ListBlock([.. metrics.Select(metric => $"{metric.Info.Title}: {metric.Info.Definition}.")]));
        }
        return MarkdownDocument.Write("Benchmark of maps of doubt", blocks, "plots");
    }

    private static TableBlock Summary(ILookup<string, MapRow> maps, int seed) => new(
        "Taken away: the share of the doubt that can be repaired that repairing the highest 10 % of the pixels takes away, over all "
            + "questions. Control, excess: 0 lies in the interval of a map that puts no more on a difficulty that does not matter. "
            + "95 % bootstrap intervals over questions.",
        ["map", "explains", "rank accuracy ↑", "taken away ↑", "control, excess"],
        [.. maps.Select(map => (IReadOnlyList<TableCell>)[DoubtMaps.Describe(map.Key).Title, Kinds[DoubtMaps.Describe(map.Key).Kind],
            Show(DoubtSummary.Mean(map, DoubtMetrics.RankAccuracy, seed)), Show(DoubtSummary.TakenAway(map, seed)),
            Show(DoubtSummary.Mean(map, DoubtMetrics.Control, seed))])]);

    private static TableBlock Table(ILookup<string, MapRow> maps, IReadOnlyList<DoubtMetric> metrics, int seed) => new(
        "Mean and 95 % bootstrap interval over questions; ↑ higher is better, ↓ lower is better.",
        ["map", .. metrics.Select(metric => metric.Info.Title + Arrow(metric.Info.Direction))],
        [.. maps.Select(map => (IReadOnlyList<TableCell>)[DoubtMaps.Describe(map.Key).Title,
            .. metrics.Select(metric => Show(DoubtSummary.Mean(map, metric.Info.Name, seed)))])]);

    /// <summary>A mean with its interval beside; a dash where there is none.</summary>
    internal static TableCell Show(MeanInterval value) => double.IsNaN(value.Mean) ? "–"
        : new TableCell($"{value.Mean:F3}", Strong: false, Detail: $"{value.Low:F3} to {value.High:F3}");

    private static string Arrow(MetricDirection direction) =>
        direction switch { MetricDirection.Higher => " ↑", MetricDirection.Lower => " ↓", _ => "" };
}
