using Ucam.Studies.Tests.Comparison;

namespace Ucam.Studies.Tests.Reports.Comparison;

/// <summary>
/// A report of two methods, three variants and five seeds, one cell missing, with curves for one seed of each; written once for all tests.
/// </summary>
public sealed class SmallReport : IDisposable
{
    private static readonly string[] Methods = ["saaa", "san"];
    private static readonly string[] Variants = ["baseline", "aul", "p-gca"];
    private static readonly Dictionary<string, double> Bases = new() { ["accuracy"] = 0.6, ["auroc"] = 0.7, ["aurc"] = 0.2, ["own"] = 3 };
    private readonly TemporaryFolder _folder = new();

    public SmallReport() => CompareReport.Write(Rows(), Curves(), Folder, Options);

    public string Folder => _folder.Path;

    internal static CompareReportOptions Options { get; } = new()
    { Title = "A small comparison", Intro = "Synthetic rows.", Notes = ["Made by a test"] };

    public static List<CompareRow> Rows() =>
        [.. Synthetic.Rows(Synthetic.RealAndLoss, Methods, Variants, bases: Bases).Where(r => r is not { Method: "san", Variant: "aul", Seed: 3 })];

    public static List<CellCurves> Curves() => [.. from method in Methods from variant in Variants select Cells.Curves("scenes", method, variant, 1)];

    public string Text(string file) => File.ReadAllText(_folder[file]);

    public void Dispose() => _folder.Dispose();
}
