using Parquet;
using Parquet.Schema;

namespace Ucam.Studies;

/// <summary>
/// The same table as <see cref="CompareRows"/>, as a Parquet file: texts, a 32-bit seed, doubles; null is a metric that was not measured.
/// </summary>
public static class CompareParquet
{
    /// <summary>Writes rows; an existing file is replaced whole or not at all.</summary>
    /// <param name="path">The file, usually ending in .parquet; its folder must exist.</param>
    /// <param name="rows">The rows, in any order.</param>
    /// <exception cref="UcamException">As for <see cref="CompareRows.Write"/>.</exception>
    public static void Write(string path, IReadOnlyList<CompareRow> rows)
    {
        IReadOnlyList<CompareRow> sorted = CompareRows.Sorted(rows);
        IReadOnlyList<string> metrics = CompareRows.MetricNames(sorted);
        using var table = new MemoryStream();
        WriteTable(table, sorted, metrics).GetAwaiter().GetResult();
        AtomicFile.Write(path, stream => table.WriteTo(stream));
    }

    private static async Task WriteTable(Stream stream, IReadOnlyList<CompareRow> rows, IReadOnlyList<string> metrics)
    {
        DataField[] texts = [.. CompareRows.Keys.SkipLast(1).Select(name => new DataField<string>(name))];
        var seed = new DataField<int>(CompareRows.Keys[^1]);
        DataField[] numbers = [.. metrics.Select(name => new DataField<double?>(name))];
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema([.. texts, seed, .. numbers]), stream);
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        Func<CompareRow, string>[] keys = [row => row.Set, row => row.Method, row => row.Variant];
        foreach ((DataField field, Func<CompareRow, string> key) in texts.Zip(keys)) await group.WriteAsync(field, [.. rows.Select(key)]);
        await group.WriteAsync<int>(seed, rows.Select(row => row.Seed).ToArray());
        foreach ((DataField field, string metric) in numbers.Zip(metrics))
            await group.WriteAsync<double>(field,
                rows.Select(row => row.Values.TryGetValue(metric, out double value) ? value : (double?)null).ToArray());
    }
}
