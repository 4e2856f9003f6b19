using Ucam.Metrics;

namespace Ucam.Bench.Evidence;

/// <summary>Prints what the maps come to, and how the certainty map differs from the attention, question by question.</summary>
internal static class EvidenceTable
{
    private static readonly string[] Columns = ["1 % removed", "5 % removed", "10 % removed", "20 % removed", "5 % kept"];

    public static void Print(string set, IReadOnlyDictionary<string, List<CellScore>> scores)
    {
        Console.WriteLine($"{set}: {scores.Values.First().Count} questions answered as most people do; p(answer) with cells replaced by the mean feature");
        Console.WriteLine($"| map | points into the region | {string.Join(" | ", Columns)} |");
        Console.WriteLine($"|---|---:|{string.Concat(Columns.Select(_ => "---:|"))}");
        foreach ((string name, List<CellScore> rows) in scores)
        {
            double pointing = rows.Select(r => r.Pointing).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
            Console.WriteLine($"| {name} | {(double.IsNaN(pointing) ? "–" : $"{pointing:F3}")} | {string.Join(" | ", Columns.Select((_, c) => $"{rows.Average(r => r.Left[c]):F3}"))} |");
        }
        for (int c = 0; c < Columns.Length; c++)
        {
            double[] differences = [.. scores["evidence"].Zip(scores["attention"], (a, b) => a.Left[c] - b.Left[c])];
            double mean = differences.Average(), error = 1.96 * Moments.Deviation(differences) / Math.Sqrt(differences.Length);
            Console.WriteLine($"evidence − attention, {Columns[c]}: {mean:+0.0000;−0.0000} ({mean - error:+0.0000;−0.0000} to {mean + error:+0.0000;−0.0000})");
        }
    }
}
