using System.Reflection;

namespace Ucam.Studies.Comparison;

/// <summary>Reads the rows of finished pieces, each a file that is called like its cell, and refuses what is not all of them.</summary>
internal static class FinishedRows
{
    /// <summary>The version of the library that runs.</summary>
    public static string Library
    { get; } = typeof(FinishedRows).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The rows of a file: its cell's, and of classifiers those of further sets.</summary>
    /// <param name="path">The file.</param>
    /// <param name="advice">What to do with one that is damaged.</param>
    /// <exception cref="UcamException">It cannot be read, its cell's row is missing, or one is of another training.</exception>
    public static IReadOnlyList<CompareRow> Read(string path, string advice)
    {
        IReadOnlyList<CompareRow> rows;
        try
        {
            rows = CompareRows.Read(path);
        }
        catch (UcamException e)
        {
            throw new UcamException($"{e.Message.TrimEnd('.')}; {advice}.", e) { File = path, Field = e.Field };
        }
        string cell = Path.GetFileNameWithoutExtension(path);
        if (!rows.Any(row => row.Cell.FileName == cell)) throw Wrong(path, $"has no row of its cell ({cell})", advice);
        return rows.FirstOrDefault(row => (row.Cell with { Set = "" }).FileName != cell[cell.IndexOf('.', StringComparison.Ordinal)..]) is { } other
            ? throw Wrong(path, $"has a row of another cell ({other.Cell.FileName})", advice) : rows;
    }

    /// <summary>Checks files of one comparison: each on its own, and that none has fewer rows or columns than the others.</summary>
    /// <param name="files">The files.</param>
    /// <param name="versions">The versions of the library that made them: of several, columns may differ.</param>
    /// <param name="advice">What to do with one that is damaged.</param>
    /// <exception cref="UcamException">One is damaged; the message names it.</exception>
    public static void Require(IReadOnlyList<string> files, IReadOnlyList<string> versions, string advice)
    {
        (string File, int Rows, string[] Columns)[] read = [.. files.Select(file => (file, Read(file, advice)))
            .Select(piece => (piece.file, piece.Item2.Count, Own(piece.Item2)))];
        if (versions.Count != 1 || read.Length == 0) return;
        int most = read.Max(piece => piece.Rows);
        string[] all = [.. read.SelectMany(piece => piece.Columns).Distinct()];
        // The rows of a network that answers questions have every metric; classifiers' are of several sets.
        if (most == 1 && versions[0] == Library) all = [.. MetricCatalog.Own.Where(metric => !metric.OfSome).Select(metric => metric.Info.Name)];
        foreach ((string file, int rows, string[] columns) in read)
        {
            if (rows < most) throw Wrong(file, $"has {rows} rows where others have {most}", advice);
            if (all.Except(columns).FirstOrDefault() is { } missing) throw Wrong(file, $"has no column '{missing}'", advice);
        }
    }

    /// <summary>Refuses a table whose last line has no end: it was cut off, perhaps within a number.</summary>
    /// <param name="path">The table.</param>
    /// <param name="advice">What to do with one that is damaged.</param>
    /// <exception cref="UcamException">It has none, or the file cannot be read.</exception>
    public static void RequireLastEnd(string path, string advice)
    {
        try
        {
            using FileStream file = OrdinaryFile.Open(path);
            if (file.Length > 0) file.Seek(-1, SeekOrigin.End);
            if (file.ReadByte() != '\n') throw new UcamException($"{path}: the file was cut off at its end; {advice}.") { File = path };
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw FileProblem.CannotRead(path, e);
        }
    }

    // Metrics that an application added may be missing of cells that were made before.
    private static string[] Own(IReadOnlyList<CompareRow> rows) =>
        [.. rows.SelectMany(row => row.Values.Keys).Distinct().Where(name => MetricCatalog.Place(name) < MetricCatalog.Own.Count)];

    private static UcamException Wrong(string path, string what, string advice) => new($"{path} {what}: it is damaged; {advice}.") { File = path };
}
