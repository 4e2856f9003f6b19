using System.Text.Json.Nodes;

namespace Ucam.Bench;

/// <summary>One measurement and what it is measured against, from the same run.</summary>
/// <param name="Case">What was done.</param>
/// <param name="Sizes">How much of it.</param>
/// <param name="DType">Types of the numbers.</param>
/// <param name="Threads">Threads it may use.</param>
/// <param name="Times">Medians of both.</param>
/// <param name="Baseline">What the ratio is over.</param>
/// <param name="Note">The figure that matters, such as a rate, and its target.</param>
internal sealed record BenchRow(string Case, string Sizes, string DType, int Threads, Comparison Times, string Baseline, string Note = "");

/// <summary>Prints rows as a Markdown table that reads well as plain text too.</summary>
internal static class BenchTable
{
    private static readonly string[] Head = ["case", "sizes", "dtype", "threads", "median", "of", "baseline", "its median", "ratio", "note"];

    public static void Print(IReadOnlyList<BenchRow> rows)
    {
        string[][] cells = [Head, .. rows.Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, Head.Length).Select(c => cells.Max(r => r[c].Length))];
        for (int r = 0; r < cells.Length; r++)
        {
            Console.WriteLine("| " + string.Join(" | ", cells[r].Select((cell, c) => cell.PadRight(widths[c]))) + " |");
            if (r == 0) Console.WriteLine("|" + string.Join("|", widths.Select(w => new string('-', w + 2))) + "|");
        }
    }

    /// <summary>Writes a JSON line for each row, which bench/run reads.</summary>
    public static void PrintLines(IReadOnlyList<BenchRow> rows)
    {
        foreach (BenchRow row in rows)
            Console.WriteLine(new JsonObject
            {
                ["case"] = row.Case,
                ["sizes"] = row.Sizes,
                ["dtype"] = row.DType,
                ["baseline"] = row.Baseline,
                ["note"] = row.Note,
                ["work_seconds"] = row.Times.Work.TotalSeconds,
                ["baseline_seconds"] = row.Times.Baseline.TotalSeconds,
                ["ratios"] = new JsonArray([.. row.Times.Ratios.Select(r => (JsonNode)r)]),
            }.ToJsonString());
    }

    private static string[] Cells(BenchRow row) =>
    [
        row.Case, row.Sizes, row.DType, $"{row.Threads}", Time(row.Times.Work), $"{row.Times.Runs}",
        row.Baseline, Time(row.Times.Baseline), $"{row.Times.Work / row.Times.Baseline:0.00}", row.Note,
    ];

    private static string Time(TimeSpan time) => time.TotalMilliseconds switch
    {
        >= 10_000 => $"{time.TotalSeconds:F1} s",
        >= 1 => $"{time.TotalMilliseconds:F1} ms",
        _ => $"{time.TotalMicroseconds:F0} µs",
    };
}
