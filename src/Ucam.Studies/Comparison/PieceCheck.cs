using Ucam.Studies.Comparison.Judging;
using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Features.Safetensors;

namespace Ucam.Studies.Comparison;

/// <summary>Tells whole pieces of a comparison from those that can be read but were cut: these would count as finished.</summary>
internal static class PieceCheck
{
    private const string Again = "delete it, and its part runs it again";

    /// <summary>Opens and checks all files of one folder of pieces, of all parts.</summary>
    /// <param name="folder">The folder's name from the comparison's.</param>
    /// <param name="files">The files.</param>
    /// <param name="versions">The versions of the library that made them.</param>
    /// <exception cref="UcamException">A file cannot be read, or is not all of its piece.</exception>
    public static void Require(string folder, IReadOnlyList<string> files, IReadOnlyList<string> versions)
    {
        bool isOfKind = folder.StartsWith(PieceFiles.Kinds, StringComparison.Ordinal);
        switch (isOfKind ? "" : folder)
        {
            case "rows":
                FinishedRows.Require(files, versions, Again);
                break;
            case "weights":
                Each(files, file => SafetensorsFile.Open(file).Dispose());
                break;
            case "curves":
                Each(files, file => Named(file, CellCurvesFile.Name(CellCurvesFile.Read(file))));
                break;
            case "certainty":
                Each(files, RequireJudged);
                break;
            default:
                Each(files, RequireTable);
                if (Path.GetFileName(folder) == "maps") RequireAlike(files);
                break;
        }
    }

    private static void Each(IReadOnlyList<string> files, Action<string> check)
    {
        foreach (string file in files)
        {
            try
            {
                check(file);
            }
            catch (UcamException e) when (!e.Message.Contains(Again, StringComparison.Ordinal))
            {
                throw new UcamException($"{e.Message.TrimEnd('.')}; {Again}.", e) { File = file };
            }
        }
    }

    private static void Named(string file, string name)
    {
        if (Path.GetFileName(file) != name) throw Wrong(file, $"holds what belongs into {name}");
    }

    private static void RequireJudged(string file)
    {
        IReadOnlyList<JudgedRow> rows = JudgedRows.Read(file);
        if (rows.Count == 0) throw Wrong(file, "has no rows");
        foreach (JudgedRow row in rows) Named(file, row.Cell.FileName + ".csv");
    }

    // Of maps: a row a map and sample, of each map as many.
    private static void RequireTable(string file)
    {
        FinishedRows.RequireLastEnd(file, Again);
        string[][] rows = [.. CsvRows.Read(file).Select(row => row.Fields)];
        if (rows.Length < 2 || rows[0] is not ["map", "sample", _, ..]) throw Wrong(file, "has no rows of maps");
        int[] counts = [.. rows.Skip(1).GroupBy(row => row[0]).Select(map => map.Count())];
        if (counts.Distinct().Count() > 1) throw Wrong(file, "has fewer rows of one map than of others");
    }

    // Of a benchmark's maps each has a file, and all the same samples.
    private static void RequireAlike(IReadOnlyList<string> files)
    {
        (string File, string[][] Rows)[] tables = [.. files.Select(file => (file, CsvRows.Read(file).Select(row => row.Fields).ToArray()))];
        int most = tables.Length == 0 ? 0 : tables.Max(table => table.Rows.Length);
        foreach ((string file, string[][] rows) in tables)
        {
            foreach (string[] row in rows.Skip(1)) Named(file, row[0] + ".csv");
            if (rows.Length < most) throw Wrong(file, $"has {rows.Length - 1} of {most - 1} samples");
            if (!rows[0].SequenceEqual(tables[0].Rows[0])) throw Wrong(file, $"has other columns than {tables[0].File}");
        }
    }

    private static UcamException Wrong(string file, string what) => new($"{file} {what}: it was cut or mixed up; {Again}.") { File = file };
}
