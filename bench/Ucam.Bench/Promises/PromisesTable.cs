using Ucam.Vqa;
using Ucam.Vqa.Evaluation;

namespace Ucam.Bench.Promises;

/// <summary>Prints what many splits came to.</summary>
internal static class PromisesTable
{
    public static void Print(IReadOnlyList<QuestionResult> pool, IReadOnlyList<SplitOutcome> splits)
    {
        CertaintyReport report = CertaintyReport.Of("pool", pool, null);
        foreach (CertaintyColumn column in report.Columns)
            Console.WriteLine($"{column.Confidence.Title,-12}" + string.Concat(new[] { "auroc", "aurc", "coverage_1", "coverage_5", "ece_width" }
                .Select(name => $"  {name} {report.Value(column.Confidence, name):F4}")));
        Console.WriteLine($"{splits.Count} splits");
        Console.WriteLine("promise     exceeded  risk   answered  best    share of best (least)  nothing promised");
        foreach (var risks in splits.SelectMany(split => split.Risks).GroupBy(risk => (risk.Way, risk.Limit)))
        {
            RiskOutcome[] all = [.. risks], some = [.. all.Where(risk => risk.Coverage > 0)];
            double Mean(Func<RiskOutcome, double> of) => some.Length == 0 ? double.NaN : some.Average(of);
            Console.WriteLine($"{risks.Key.Way} {risks.Key.Limit,5:P0}  {all.Count(risk => risk.Risk > risk.Limit),8}  {Mean(risk => risk.Risk),6:P2}"
                + $"  {Mean(risk => risk.Coverage),6:P1}  {Mean(risk => risk.Oracle),6:P1}  {Mean(risk => risk.Coverage / risk.Oracle),6:P1} "
                + $"({(some.Length == 0 ? double.NaN : some.Min(risk => risk.Coverage / risk.Oracle)):P1})  {all.Length - some.Length,8}");
        }
        Console.WriteLine("sets at 90 %  held   never empty  size  single  | held by family, mean over splits");
        foreach (var sets in splits.SelectMany(split => split.Sets).GroupBy(set => set.Score))
            Console.WriteLine($"{sets.Key,-12}  {sets.Average(set => set.Exact),6:P1}  {sets.Average(set => set.Sets.Coverage),6:P1}"
                + $"  {sets.Average(set => set.Sets.MeanSize),5:F3}  {sets.Average(set => set.Sets.Single),6:P1}  | "
                + string.Join(", ", sets.SelectMany(set => set.Families).GroupBy(family => family.Key)
                    .OrderBy(family => family.Key, StringComparer.Ordinal)
                    .Select(family => $"{family.Key} {family.Average(entry => entry.Value):P1}")));
    }
}
