using System.Globalization;
using Ucam.Studies.Comparison;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Studies.MapBenchmark;

/// <summary>Rows as a CSV table: map, sample, then a column a metric; empty where it was not measured.</summary>
internal static class MapRows
{
    private static readonly string[] OfMaps = [.. MapMetrics.All.Concat(MapMetrics.Costs).Select(metric => metric.Info.Name)];

    private const string Again = "delete the file, and the same command makes it again";

    /// <summary>Writes the table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="metrics">The columns; those of <see cref="MapMetrics"/> where null.</param>
    /// <exception cref="UcamException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<MapRow> rows, IReadOnlyList<string>? metrics = null)
    {
        metrics ??= OfMaps;
        var text = new CsvText(Columns(metrics));
        foreach (MapRow row in rows)
        {
            text.Text(row.Map).Text(row.Sample);
            foreach (string column in metrics) text.Number(row.Values.TryGetValue(column, out double value) ? Number(value) : "");
            text.EndRow();
        }
        AtomicFile.WriteText(path, text.ToString());
    }

    /// <summary>Reads a table that this class wrote.</summary>
    /// <exception cref="UcamException">The file is damaged.</exception>
    public static IReadOnlyList<MapRow> Read(string path, IReadOnlyList<string>? metrics = null)
    {
        string[] columns = Columns(metrics ?? OfMaps);
        var rows = new List<MapRow>();
        foreach ((int line, string[] fields) in CsvRows.Read(path))
        {
            if (rows.Count == 0 && line == 1)
            {
                if (!fields.SequenceEqual(columns)) throw Damaged(path, line, "its columns are not those of this version");
                continue;
            }
            rows.Add(Row(path, line, columns, fields));
        }
        return rows.Count > 0 ? rows : throw Damaged(path, 1, "it has no rows");
    }

    /// <summary>Reads the table of one map.</summary>
    /// <param name="path">The file.</param>
    /// <param name="map">The map's name.</param>
    /// <param name="samples">How many samples it has.</param>
    /// <param name="metrics">As for <see cref="Write"/>.</param>
    /// <exception cref="UcamException">The file is damaged, or has not all rows of the map.</exception>
    public static IReadOnlyList<MapRow> ReadMap(string path, string map, int samples, IReadOnlyList<string>? metrics = null)
    {
        IReadOnlyList<MapRow> rows = Read(path, metrics);
        FinishedRows.RequireLastEnd(path, Again);
        return rows.Count == samples && rows.All(row => row.Map == map) ? rows
            : throw Damaged(path, rows.Count + 1, $"it has {rows.Count(row => row.Map == map)} of the {samples} rows of {map}");
    }

    /// <summary>Reads a table of several maps of the same samples.</summary>
    /// <exception cref="UcamException">The file is damaged, or has fewer rows of one map than of others.</exception>
    public static IReadOnlyList<MapRow> ReadMaps(string path, IReadOnlyList<string> metrics)
    {
        IReadOnlyList<MapRow> rows = Read(path, metrics);
        FinishedRows.RequireLastEnd(path, Again);
        (string Map, int Count)[] maps = [.. rows.GroupBy(row => row.Map).Select(map => (map.Key, map.Count()))];
        int most = maps.Max(map => map.Count);
        return maps.FirstOrDefault(map => map.Count < most) is { Map: not null } cut
            ? throw Damaged(path, rows.Count + 1, $"it has {cut.Count} of the {most} rows of {cut.Map}") : rows;
    }

    private static MapRow Row(string path, int line, string[] columns, string[] fields)
    {
        var values = new OrderedDictionary<string, double>();
        for (int i = 2; i < fields.Length; i++)
        {
            if (fields[i].Length == 0) continue;
            values.Add(columns[i], double.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                ? value : throw Damaged(path, line, $"'{fields[i]}' is not a number"));
        }
        return new MapRow(fields[0], fields[1], values);
    }

    private static string[] Columns(IReadOnlyList<string> metrics) => ["map", "sample", .. metrics];

    private static string Number(double value) => double.IsNaN(value) ? "NaN" : value.ToString("G6", CultureInfo.InvariantCulture);

    private static UcamException Damaged(string path, int line, string what) =>
        new($"{path}: line {line}: {what}; {Again}.") { File = path, Field = $"line {line}" };
}
