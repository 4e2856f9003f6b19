using System.Globalization;

namespace Ucam.Studies.Comparison.Judging;

/// <summary>
/// The table of a comparison's judges as a CSV file: the cell, the judge, and a column a metric. The same rows give the same bytes.
/// </summary>
internal static class JudgedRows
{
    private static readonly string[] Keys = ["set", "method", "variant", "seed", "signals"];

    private static string[] Columns { get; } = [.. Keys, .. JudgedMetrics.All.Select(metric => metric.Name)];

    /// <summary>Writes rows; an existing file is replaced whole or not at all.</summary>
    /// <exception cref="UcamException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<JudgedRow> rows)
    {
        var text = new CsvText(Columns);
        foreach (JudgedRow row in rows.OrderBy(row => row.Cell).ThenBy(row => CellJudges.Place(row.Judge)))
        {
            text.Text(row.Cell.Set).Text(row.Cell.Method).Text(row.Cell.Variant).Number(row.Cell.Seed).Text(row.Judge);
            foreach (CompareMetric metric in JudgedMetrics.All) text.Number(row.Value(metric.Name).ToString("G9", CultureInfo.InvariantCulture));
            text.EndRow();
        }
        AtomicFile.WriteText(path, text.ToString());
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="UcamException">No such file, or it is damaged; the message names the line.</exception>
    public static IReadOnlyList<JudgedRow> Read(string path)
    {
        string[] lines;
        try
        {
            lines = Utf8File.Text(path, "the table of a comparison's certainty").ReplaceLineEndings("\n").Split('\n');
        }
        catch (Exception problem) when (FileProblem.Is(problem))
        {
            throw FileProblem.CannotRead(path, problem);
        }
        if (!lines[0].Split(',').SequenceEqual(Columns)) throw Damaged(path, 1, $"its columns must be {string.Join(", ", Columns)}");
        if (lines[^1].Length > 0) throw Damaged(path, lines.Length, "the file was cut off here");
        return [.. lines[1..^1].Select((line, i) => Row(path, line.Split(','), i + 2))];
    }

    private static JudgedRow Row(string path, string[] fields, int line)
    {
        if (fields.Length != Columns.Length) throw Damaged(path, line, $"it has {fields.Length} fields where the header has {Columns.Length}");
        for (int i = 0; i < Keys.Length; i++)
            if (Keys[i] != "seed" && CompareNames.Problem(fields[i]) is { } problem) throw Damaged(path, line, $"'{fields[i]}' {problem}");
        if (!int.TryParse(fields[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seed))
            throw Damaged(path, line, $"'{fields[3]}' is not a whole number");
        var values = new OrderedDictionary<string, double>();
        for (int i = Keys.Length; i < fields.Length; i++)
            values.Add(Columns[i], double.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                ? value : throw Damaged(path, line, $"'{fields[i]}' is not a number"));
        return new JudgedRow(new CompareCell(fields[0], fields[1], fields[2], seed), fields[4], values);
    }

    private static UcamException Damaged(string path, int line, string what) =>
        new($"'{path}', line {line}: {what}.") { File = path, Field = $"line {line}" };
}
