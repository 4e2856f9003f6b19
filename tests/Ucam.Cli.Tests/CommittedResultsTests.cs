using System.Runtime.CompilerServices;

namespace Ucam.Cli.Tests;

/// <summary>The reports of comparisons under docs/results say what the rows beside them say.</summary>
public sealed class CommittedResultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Results =>
        [.. Directory.EnumerateDirectories(Path.Combine(Root(), "docs", "results")).Where(folder => File.Exists(Path.Combine(folder, "recipe.yaml"))).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Results))]
    public void A_committed_report_is_made_again_byte_for_byte_from_its_rows(string name)
    {
        string source = Path.Combine(Root(), "docs", "results", name), copy = _folder.File(name);
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.EnumerateFiles(source).Where(f => Path.GetFileName(f) is not ("report.md" or "report.html")))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        CliResult result = Cli.Run(["compare", "--recipe", Path.Combine(copy, "recipe.yaml"), "--run", copy, "--report-only"]);
        result.Code.Should().Be(App.Success, result.Error);
        File.ReadAllText(Path.Combine(copy, "report.md")).Should().Be(File.ReadAllText(Path.Combine(source, "report.md")));
    }

    private static string Root([CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", ".."));
}
