using System.Text.Json;

namespace Ucam.Evaluation.Comparison;

/// <summary>The files of a comparison: what it is, and the rows and curves of what is finished.</summary>
/// <param name="folder">Where they lie.</param>
/// <param name="name">Name of the comparison.</param>
/// <param name="fingerprint">Tells comparisons of different settings apart.</param>
internal sealed class CompareFolder(string folder, string name, string fingerprint)
{
    private const string StateName = "comparison.json";

    public string Fingerprint => fingerprint;

    private string Curves => Path.Combine(folder, "curves");

    /// <summary>Makes the folders.</summary>
    /// <exception cref="UcamException">They cannot be made, or hold a comparison with other settings.</exception>
    public void Prepare()
    {
        foreach (string part in new[] { folder, Path.Combine(folder, "rows"), Curves }) RunFolder.Make(part, "comparison's");
        string state = Path.Combine(folder, StateName);
        if (!File.Exists(state)) AtomicFile.WriteText(state, JsonSerializer.Serialize(new { Name = name, Fingerprint = fingerprint }) + "\n");
        else if (!File.ReadAllText(state).Contains(fingerprint, StringComparison.Ordinal))
            throw new UcamException($"{folder}: holds a comparison with other settings; give another --run folder.") { File = state };
    }

    /// <summary>Whether a piece of the comparison is finished.</summary>
    public bool IsFinished(string piece) => File.Exists(RowPath(piece));

    /// <summary>Keeps what a piece came to.</summary>
    public void Finish(string piece, IReadOnlyList<CompareRow> rows, IReadOnlyList<CellCurves> curves)
    {
        foreach (CellCurves one in curves) CellCurvesFile.Write(Curves, one);
        // The rows are written last: with them the piece is finished.
        CompareRows.Write(RowPath(piece), rows);
    }

    /// <summary>The rows of a finished piece.</summary>
    public IReadOnlyList<CompareRow> Rows(string piece) => CompareRows.Read(RowPath(piece));

    private string RowPath(string piece) => Path.Combine(folder, "rows", piece + ".csv");
}
