using System.Globalization;
using Ucam.Studies.Comparison;

namespace Ucam.Studies;

/// <summary>
/// The table of a comparison as a CSV file: set, method, variant and seed, then a column a metric. "NaN" is a metric that is
/// undefined for the cell, an empty field one that was not measured. The same rows give the same bytes, in whatever order they come.
/// </summary>
public static class CompareRows
{
    internal static readonly string[] Keys = ["set", "method", "variant", "seed"];

    /// <summary>Writes rows; an existing file is replaced whole or not at all.</summary>
    /// <param name="path">The file, usually ending in .csv; its folder must exist.</param>
    /// <param name="rows">The rows, in any order.</param>
    /// <exception cref="UcamException">A name is not allowed, a value is infinite, two rows are of one cell, or the file cannot be
    /// written.</exception>
    public static void Write(string path, IReadOnlyList<CompareRow> rows)
    {
        IReadOnlyList<CompareRow> sorted = Sorted(rows);
        IReadOnlyList<string> metrics = MetricNames(sorted);
        var text = new CsvText(Keys.Concat(metrics));
        foreach (CompareRow row in sorted)
        {
            text.Text(row.Set).Text(row.Method).Text(row.Variant).Number(row.Seed);
            foreach (string metric in metrics)
                text.Number(row.Values.TryGetValue(metric, out double value) ? value.ToString("R", CultureInfo.InvariantCulture) : "");
            text.EndRow();
        }
        AtomicFile.WriteText(path, text.ToString());
    }

    /// <summary>Reads rows, sorted by set, method, variant and seed.</summary>
    /// <param name="path">A file that <see cref="Write"/> wrote.</param>
    /// <exception cref="UcamException">No such file, or it is damaged; the message names the line and the column.</exception>
    public static IReadOnlyList<CompareRow> Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new CompareRowsReader(path).Read();
    }

    /// <summary>The rows in order, checked.</summary>
    /// <exception cref="UcamException">A name is not allowed, a value is infinite, or two rows are of one cell.</exception>
    internal static IReadOnlyList<CompareRow> Sorted(IReadOnlyList<CompareRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (CompareRow row in rows)
            if (Problem(row) is { } problem) throw new UcamException($"The row of {row.Cell} cannot be used: {problem}.");
        CompareRow[] sorted = [.. rows.OrderBy(row => row.Cell)];
        for (int i = 1; i < sorted.Length; i++)
            if (sorted[i].Cell == sorted[i - 1].Cell) throw new UcamException($"There are two rows of {sorted[i].Cell}; keep one.");
        return sorted;
    }

    /// <summary>All metrics of the rows: those of the catalogue in its order, then the others by name.</summary>
    internal static IReadOnlyList<string> MetricNames(IReadOnlyList<CompareRow> rows) =>
        [.. rows.SelectMany(row => row.Values.Keys).Distinct().OrderBy(MetricCatalog.Place).ThenBy(name => name, StringComparer.Ordinal)];

    private static string? Problem(CompareRow row)
    {
        foreach ((string key, string name) in Keys.Zip([row.Set, row.Method, row.Variant]))
            if (CompareNames.Problem(name) is { } problem) return $"the {key} '{name}' {problem}";
        foreach ((string metric, double value) in row.Values)
        {
            if (CompareNames.MetricProblem(metric) is { } problem) return $"the metric '{metric}' {problem}";
            if (Keys.Contains(metric)) return $"a metric cannot be named '{metric}'";
            if (double.IsInfinity(value)) return $"{metric} is infinite; give NaN where it is undefined";
        }
        return null;
    }
}
