using Ucam.Studies.MapBenchmark;
using Ucam.Studies.MapBenchmark.Doubt;
using Ucam.Studies.Reports;

namespace Ucam.Cli.Tests;

/// <summary>The reports of comparisons under docs/results say what the rows beside them say.</summary>
public sealed class CommittedResultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Folder => Path.Combine(Repository.Root, "docs", "results");

    public static TheoryData<string> Comparisons => Studies("recipe.yaml");

    public static TheoryData<string> Certainties => Studies("certainty.csv");

    public static TheoryData<string> Reports => Studies("report.md");

    public static TheoryData<string> Doubts =>
        [.. Reports.Select(row => row.Data).Where(name => name.StartsWith("doubt-maps", StringComparison.Ordinal))];

    private static TheoryData<string> Studies(string with) =>
        [.. Directory.EnumerateDirectories(Folder).Where(folder => File.Exists(Path.Combine(folder, with)))
            .Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Comparisons))]
    public void A_committed_report_is_made_again_byte_for_byte_from_its_rows(string name)
    {
        string source = Path.Combine(Folder, name), copy = _folder.File(name);
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.EnumerateFiles(source).Where(f => Path.GetFileName(f) is not ("report.md" or "report.html" or "certainty.md")))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        CliResult result = Cli.Run(["compare", "--recipe", Path.Combine(copy, "recipe.yaml"), "--run", copy, "--report-only", "--no-plots"]);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        foreach (string report in new[] { "report.md", "certainty.md" }.Where(report => File.Exists(Path.Combine(source, report))))
            File.ReadAllText(Path.Combine(copy, report)).Should().Be(File.ReadAllText(Path.Combine(source, report)));
        File.Exists(Path.Combine(source, "certainty.md")).Should().Be(File.Exists(Path.Combine(source, "certainty.csv")));
    }

    [Theory]
    [MemberData(nameof(Certainties))]
    public void A_page_about_certainty_shows_lines_of_its_report(string name)
    {
        string[] report = File.ReadAllLines(Path.Combine(Folder, name, "certainty.md"));
        string[] shown = [.. File.ReadAllLines(Path.Combine(Folder, name, "README.md")).Where(line => line.StartsWith('|'))];
        shown.Should().NotBeEmpty();
        shown.Except(report).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Doubts))]
    public void A_report_of_maps_of_doubt_is_made_again_from_its_rows_and_its_page_shows_lines_of_it(string name)
    {
        string[] report = File.ReadAllLines(Path.Combine(Folder, name, "report.md"));
        string[] notes = [.. report.TakeWhile(line => !line.StartsWith('#') || line == report[0])
            .Where(line => line.StartsWith("- ", StringComparison.Ordinal))];
        IReadOnlyList<MapRow> rows = MapRows.Read(Path.Combine(Folder, name, "rows.csv"), DoubtMetrics.Names);
        DoubtBenchmarkReport.Text([.. notes.Select(note => note[2..])], rows, seed: 1).Should().Be(string.Join('\n', report) + "\n");
        string[] shown = [.. File.ReadAllLines(Path.Combine(Folder, name, "README.md")).Where(line => line.StartsWith('|'))];
        shown.Should().NotBeEmpty();
        shown.Except(report).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public void A_study_has_a_page_rows_and_a_report_of_at_most_300_lines(string name)
    {
        File.Exists(Path.Combine(Folder, name, "README.md")).Should().BeTrue();
        File.Exists(Path.Combine(Folder, name, "rows.csv")).Should().BeTrue();
        File.ReadLines(Path.Combine(Folder, name, "report.md")).Count().Should().BeLessThanOrEqualTo(300);
        File.ReadAllText(Path.Combine(Folder, "README.md")).Should().Contain($"({name}/README.md)", "the index names every study");
    }
}
