using Ucam.Metrics;
using Ucam.Studies.Comparison;
using Ucam.Studies.MapBenchmark.Doubt;
using Ucam.Studies.MapBenchmark.Heads;
using Ucam.Studies.Reports.Comparison.Document;

namespace Ucam.Studies.Reports;

/// <summary>A benchmark of maps of doubt over heads as Markdown: a table a question, by kind of network and by method, then what it costs.</summary>
internal static class HeadMapsReport
{
    private const string Control = "attention";

    /// <summary>A question that is asked of every map.</summary>
    /// <param name="Title">In words.</param>
    /// <param name="Of">Its value for rows.</param>
    /// <param name="Less">The same less that of other rows of the same networks and questions.</param>
    private sealed record Asked(string Title, Func<IEnumerable<HeadMapsRow>, int, MeanInterval> Of,
        Func<IEnumerable<HeadMapsRow>, IEnumerable<HeadMapsRow>, int, MeanInterval> Less)
    {
        public static Asked Metric(string title, string name) => new(title, (rows, seed) => HeadMapsSummary.Mean(rows, name, seed),
            (rows, other, seed) => HeadMapsSummary.Less(rows, other, name, seed));
    }

    private static readonly Asked[] Questions =
    [
        Asked.Metric("Rank accuracy ↑", DoubtMetrics.RankAccuracy),
        new("Taken away ↑", HeadMapsSummary.TakenAway, HeadMapsSummary.TakenAwayLess),
        Asked.Metric("Planted ↑", DoubtMetrics.Planted),
        Asked.Metric("Control, excess ↓", DoubtMetrics.Control),
    ];

    /// <summary>The report's text.</summary>
    public static string Text(HeadMapsRecipe recipe, HeadMapsResult result)
    {
        IReadOnlyList<HeadMapsRow> rows = result.Doubt;
        string[] maps = [.. rows.Select(row => row.Row.Map).Distinct()];
        string[] methods = [.. recipe.Heads.Methods];
        DoubtSource[] sources = [.. recipe.Sources];
        var blocks = new List<Block> { new ListBlock(Notes(recipe)) };
        foreach (Asked asked in Questions)
        {
            blocks.Add(new HeadingBlock(2, asked.Title[..^2]));
            blocks.Add(Table("By kind of network, over all methods and seeds.", maps, sources, DoubtSources.Word,
                (map, source) => asked.Of(Of(rows, map, row => row.Cell.Source == source), recipe.Seed)));
            if (maps.Contains(Control))
                blocks.Add(Table("The same less the attention's, question by question.", [.. maps.Where(map => map != Control)], sources,
                    DoubtSources.Word, (map, source) => asked.Less(Of(rows, map, row => row.Cell.Source == source),
                        Of(rows, Control, row => row.Cell.Source == source), recipe.Seed)));
            blocks.Add(Table("By method, over all kinds of network and seeds.", maps, methods, CompareNames.Title,
                (map, method) => asked.Of(Of(rows, map, row => row.Cell.Method == method), recipe.Seed)));
        }
        blocks.Add(new HeadingBlock(2, "Cost"));
        blocks.Add(Costs(maps, sources, rows));
        if (result.Fidelity.Count > 0) blocks.AddRange(Fidelity(recipe, methods, result.Fidelity));
        return MarkdownDocument.Write("Benchmark of maps of doubt over heads", blocks, "plots");
    }

    private static IEnumerable<Block> Fidelity(HeadMapsRecipe recipe, string[] methods, IReadOnlyList<HeadMapsRow> rows)
    {
        string[] maps = [.. rows.Select(row => row.Row.Map).Distinct()];
        yield return new HeadingBlock(2, "F-Fidelity of maps of the answer");
        yield return new TextBlock($"{recipe.FidelityQuestions} test questions of {recipe.Heads.Data.Set} that each head answers right; the head is "
            + "fine-tuned for an epoch with up to a tenth of the cells blank. How far the probability of its answer falls as random cells of the "
            + "map's highest tenth are blanked, half of them (+), and as a tenth of all cells is, of the others (−).");
        foreach ((string name, string sign) in new[] { (HeadFidelity.Plus, "+ ↑"), (HeadFidelity.Minus, "− ↓") })
            yield return Table($"F-Fidelity {sign}, by method, over all seeds.", maps, methods, CompareNames.Title,
                (map, method) => HeadMapsSummary.Mean(Of(rows, map, row => row.Cell.Method == method), name, recipe.Seed));
        yield return Table("F-Fidelity + less the attention's, question by question.", [.. maps.Where(map => map != Control)], methods,
            CompareNames.Title, (map, method) => HeadMapsSummary.Less(Of(rows, map, row => row.Cell.Method == method),
                Of(rows, Control, row => row.Cell.Method == method), HeadFidelity.Plus, recipe.Seed));
    }

    private static IReadOnlyList<string> Notes(HeadMapsRecipe recipe) =>
    [
        $"Heads: {string.Join(", ", recipe.Heads.Methods.Select(CompareNames.Title))}, each of {recipe.Heads.Seeds.Count} seeds, on frozen features; "
            + "heads/ has how they were trained and how often they are right.",
        $"Kinds of network: single, the one network's entropy; dropout, that of the mean answer over {recipe.Passes} passes; ensemble, that of the "
            + $"mean answer of all seeds; laplace, that of the mean answer of {recipe.Passes} draws of the last layer.",
        $"{recipe.DoubtSet.KnowsDoubtAs}, seed {recipe.Seed}: for each network its first {recipe.Questions} questions whose "
            + $"difficulties raise its entropy by at least {recipe.LeastDoubt} nats. The explained layer is the features that enter the head.",
        "A question counts once, as the mean over the networks that were asked it; 95 % bootstrap intervals over questions.",
        "Random and centre know nothing of the model; the true map on the layer's grid is the most that a map of that layer can reach.",
    ];

    private static IEnumerable<HeadMapsRow> Of(IReadOnlyList<HeadMapsRow> rows, string map, Func<HeadMapsRow, bool> which) =>
        rows.Where(row => row.Row.Map == map && which(row));

    private static TableBlock Table<T>(string caption, IReadOnlyList<string> maps, IReadOnlyList<T> columns, Func<T, string> title,
        Func<string, T, MeanInterval> value) => new(caption, ["map", .. columns.Select(title)],
        [.. maps.Select(map => (IReadOnlyList<TableCell>)[DoubtMaps.Describe(map).Title,
            .. columns.Select(column => DoubtBenchmarkReport.Show(value(map, column)))])]);

    private static TableBlock Costs(IReadOnlyList<string> maps, IReadOnlyList<DoubtSource> sources, IReadOnlyList<HeadMapsRow> rows) =>
        new("Rows that run through heads for one map, each pass and member counted, and milliseconds without the backbone; single, then the others.",
            ["map", .. sources.Select(DoubtSources.Word)],
            [.. maps.Select(map => (IReadOnlyList<TableCell>)[DoubtMaps.Describe(map).Title, .. sources.Select(source =>
            {
                HeadMapsRow[] own = [.. Of(rows, map, row => row.Cell.Source == source)];
                double Mean(string metric) => own.Average(row => row.Row.Values[metric]);
                return (TableCell)FormattableString.Invariant($"{Mean(DoubtMetrics.Passes):F0}, {1000 * Mean(DoubtMetrics.Seconds):F1} ms");
            })])]);
}
