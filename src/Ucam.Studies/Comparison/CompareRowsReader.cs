using System.Globalization;
using System.Text;

namespace Ucam.Studies.Comparison;

/// <summary>Reads the CSV file of a comparison strictly: what is not exactly as written is refused with its line and column.</summary>
internal sealed class CompareRowsReader(string path)
{
    private const long MaximumBytes = 64 << 20;
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public IReadOnlyList<CompareRow> Read()
    {
        string[] lines = Lines();
        string[] columns = Array.ConvertAll(lines[0].Split(','), CsvText.Original);
        CheckHeader(columns);
        var seen = new Dictionary<CompareCell, int>();
        var rows = new List<CompareRow>();
        for (int i = 1; i < lines.Length; i++)
        {
            CompareRow row = Row(lines[i], columns, i + 1);
            if (!seen.TryAdd(row.Cell, i + 1)) throw Damaged(i + 1, "seed", $"{row.Cell} is on line {seen[row.Cell]} already; remove one of them");
            rows.Add(row);
        }
        return [.. rows.OrderBy(row => row.Cell)];
    }

    private string[] Lines()
    {
        string text;
        try
        {
            if (new FileInfo(path).Length > MaximumBytes) throw Damaged(1, null, "it is larger than 64 MiB; a comparison's table is not");
            text = Utf8File.Text(path, "the CSV file of a comparison");
        }
        catch (Exception problem) when (FileProblem.Is(problem))
        {
            throw FileProblem.CannotRead(path, problem);
        }
        catch (DecoderFallbackException problem)
        {
            throw new UcamException($"'{path}' is not a comparison's table: it is not UTF-8 text.", problem) { File = path };
        }
        if (text.Length == 0) throw Damaged(1, null, "it is empty");
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        // Every line is written with its end, so a file without the last one was cut off, perhaps within a number.
        return lines[^1].Length == 0 ? lines[..^1] : throw Damaged(lines.Length, null, "the file was cut off here; write it again");
    }

    private void CheckHeader(string[] columns)
    {
        for (int i = 0; i < CompareRows.Keys.Length; i++)
            if (columns.ElementAtOrDefault(i) != CompareRows.Keys[i])
                throw Damaged(1, CompareRows.Keys[i], $"column {i + 1} must be '{CompareRows.Keys[i]}'");
        for (int i = CompareRows.Keys.Length; i < columns.Length; i++)
        {
            if (CompareNames.MetricProblem(columns[i]) is { } problem) throw Damaged(1, $"column {i + 1}", $"the metric '{columns[i]}' {problem}");
            if (Array.IndexOf(columns, columns[i]) < i) throw Damaged(1, columns[i], "the column is there twice; remove one of them");
        }
    }

    private CompareRow Row(string line, string[] columns, int number)
    {
        string[] fields = Array.ConvertAll(line.Split(','), CsvText.Original);
        if (fields.Length != columns.Length) throw Damaged(number, null, $"it has {fields.Length} fields where the header has {columns.Length}");
        for (int i = 0; i < 3; i++)
            if (CompareNames.Problem(fields[i]) is { } problem) throw Damaged(number, columns[i], $"'{fields[i]}' {problem}");
        if (!int.TryParse(fields[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seed))
            throw Damaged(number, "seed", $"'{fields[3]}' is not a whole number");
        var values = new OrderedDictionary<string, double>();
        for (int i = CompareRows.Keys.Length; i < fields.Length; i++)
            if (fields[i].Length > 0) values.Add(columns[i], Number(fields[i], columns[i], number));
        return new CompareRow { Set = fields[0], Method = fields[1], Variant = fields[2], Seed = seed, Values = values };
    }

    private double Number(string field, string column, int line)
    {
        if (field == "NaN") return double.NaN;
        return double.TryParse(field, Style, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw Damaged(line, column, $"'{field}' is not a number; write NaN where a metric is undefined");
    }

    private UcamException Damaged(int line, string? column, string what)
    {
        string field = column is null ? $"line {line}" : $"line {line}, {column}";
        return new UcamException($"'{path}', {field}: {what}.") { File = path, Field = field };
    }
}
