using Ucam.Studies;
using Ucam.Vqa;

namespace Ucam.Browser.Tests.Reports;

/// <summary>Pages that are files, opened without a server.</summary>
public sealed class ReportPageTests(Chromium chromium) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("light", 320)]
    [InlineData("dark", 390)]
    [InlineData("dark", 1280)]
    public async Task Samples_of_a_set_have_no_barrier(string look, int width)
    {
        var scenes = new SceneSet(new SceneSetOptions { Seed = 1, Split = SceneSplit.Test, Pictures = 3, Size = 64 });
        DatasetPage.Write(_folder.File("set.html"), scenes, [0, 1, 2], "Three scenes.");
        await Check("set.html", look, width);
    }

    [Theory]
    [InlineData("light", 320)]
    [InlineData("dark", 390)]
    [InlineData("dark", 1280)]
    public async Task A_comparison_s_report_has_none(string look, int width)
    {
        CompareRow[] rows = [.. from variant in new[] { "baseline", "p-gca" }
                                from seed in Enumerable.Range(1, 3)
                                select new CompareRow { Set = "scenes", Method = "san", Variant = variant, Seed = seed,
                                    Values = new Dictionary<string, double> { ["accuracy"] = 0.6 + seed * 0.01, ["auroc"] = 0.7, ["aurc"] = 0.2 - seed * 0.01 } }];
        CompareReport.Write(rows, [], _folder.Path, new CompareReportOptions { Title = "A small comparison" });
        await Check("report.html", look, width);
    }

    private async Task Check(string file, string look, int width)
    {
        await using Visit visit = await chromium.Open(new Uri(_folder.File(file)), Looks.Window(look, width));
        await visit.Shot($"{file}-{look}-{width}");
        (await visit.Barriers()).Should().BeEmpty();
        (await visit.Overhang()).Should().Be(0);
        visit.Errors.Should().BeEmpty();
    }
}
