using System.Globalization;
using Ucam.Studies.Comparison.Judging;
using Ucam.Vqa.Runs;

namespace Ucam.Studies.Comparison;

/// <summary>The files of a comparison: what it is, and the rows and curves of what is finished.</summary>
/// <param name="folder">Where they lie.</param>
/// <param name="state">What the comparison is.</param>
internal sealed class CompareFolder(string folder, CompareState state)
{
    /// <summary>Tells comparisons of different settings apart.</summary>
    public string Fingerprint => state.Fingerprint;

    /// <summary>Trained networks that several cells may share.</summary>
    public string Weights => Path.Combine(folder, "weights");

    private const string Again = "delete it, and the same command runs the cell again";

    private string Curves => Path.Combine(folder, "curves");

    /// <summary>Keeps other processes out of the folder until it is disposed: they would train the same cells.</summary>
    /// <exception cref="UcamException">The folder cannot be made, or another process works in it.</exception>
    public IDisposable Hold()
    {
        RunFolder.Make(folder, "comparison's");
        return RunFolder.Hold(folder);
    }

    /// <summary>Makes the folders and notes what the cells are made from.</summary>
    /// <param name="inputs">What it is → hash of its contents; made once the folder is there.</param>
    /// <param name="log">Told where a folder of an earlier version goes on.</param>
    /// <exception cref="UcamException">They cannot be made, or hold a comparison with other settings or of other inputs.</exception>
    public void Prepare(Func<IReadOnlyDictionary<string, string>> inputs, Action<string> log)
    {
        foreach (string part in new[] { folder, Path.Combine(folder, "rows"), Curves, Weights })
        {
            RunFolder.Make(part, "comparison's");
            Leftovers.WritesInto(part);
        }
        IReadOnlyDictionary<string, string> contents = inputs();
        if (contents.Count > 0 && CompareState.KnowsNoInputs(folder))
            log($"{folder} was begun by an earlier version of ucam, which did not note what cells are made "
            + "from: those that are finished count as made from what is given now");
        new CompareState(state.Name, state.Fingerprint) { Methods = state.Methods, Variants = state.Variants, Inputs = contents }.Begin(folder);
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
    /// <exception cref="UcamException">The file is damaged.</exception>
    public IReadOnlyList<CompareRow> Rows(string piece) => FinishedRows.Read(RowPath(piece), Again);

    /// <summary>Refuses finished pieces that are not whole, before what is missing is worked at.</summary>
    /// <exception cref="UcamException">One is damaged; the message names its file.</exception>
    public void RequireWhole(IEnumerable<string> pieces) =>
        FinishedRows.Require([.. pieces.Where(IsFinished).Select(RowPath)], CompareState.VersionsOf(folder), Again);

    /// <summary>What the judges of a cell came to that have been asked.</summary>
    /// <exception cref="UcamException">The file is damaged.</exception>
    public IReadOnlyList<JudgedRow> Judged(string piece) => File.Exists(JudgedPath(piece)) ? JudgedRows.Read(JudgedPath(piece)) : [];

    /// <summary>Keeps what the judges of a cell came to.</summary>
    public void FinishJudged(string piece, IReadOnlyList<JudgedRow> rows)
    {
        RunFolder.Make(Path.GetDirectoryName(JudgedPath(piece))!, "comparison's");
        JudgedRows.Write(JudgedPath(piece), rows);
    }

    /// <summary>Writes certainty.csv, what some judges said of some pieces.</summary>
    public void WriteJudged(IEnumerable<string> pieces, IReadOnlyList<CellJudge> judges) => JudgedRows.Write(Path.Combine(folder, "certainty.csv"),
        pieces.SelectMany(Judged).Where(row => judges.Any(judge => judge.Name == row.Judge)));

    /// <summary>Writes a table of rows under the folder, as CSV and as Parquet.</summary>
    public void WriteTable(string name, IReadOnlyList<CompareRow> rows)
    {
        CompareRows.Write(Path.Combine(folder, name + ".csv"), rows);
        CompareParquet.Write(Path.Combine(folder, name + ".parquet"), rows);
    }

    /// <summary>Writes learning.csv, the course of every training: a line an epoch.</summary>
    public void WriteLearning()
    {
        var text = new CsvText("set", "method", "variant", "seed", "epoch", "train_loss", "validation_accuracy");
        foreach (CellCurves cell in CellCurvesFile.ReadFolder(Curves))
            foreach (CurveEpoch epoch in cell.Learning)
                text.Text(cell.Set).Text(cell.Method).Text(cell.Variant).Number(cell.Seed).Number(epoch.Epoch)
                    .Number(epoch.TrainLoss.ToString("G6", CultureInfo.InvariantCulture)).Number(epoch.ValidationAccuracy.ToString("G6",
                        CultureInfo.InvariantCulture)).EndRow();
        AtomicFile.WriteText(Path.Combine(folder, "learning.csv"), text.ToString());
    }

    /// <summary>Removes the working folders that killed runs left.</summary>
    public void Tidy() => WorkFolder.Clean(folder);

    private string JudgedPath(string piece) => Path.Combine(folder, "certainty", piece + ".csv");

    private string RowPath(string piece) => Path.Combine(folder, "rows", piece + ".csv");
}
