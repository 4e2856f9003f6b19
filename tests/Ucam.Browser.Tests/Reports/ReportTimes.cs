using System.Globalization;
using Ucam.Studies;
using Ucam.Vqa;
using static Ucam.Browser.Tests.Figures;

namespace Ucam.Browser.Tests.Reports;

/// <summary>Measures how a report of 1,000 answers about 1,000 pictures opens, as docs/review.md tells it; run by docs/tour.</summary>
public sealed class ReportTimes(Chromium chromium) : IDisposable
{
    private const int Answers = 1000, Loads = 5;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Explicit = true)]
    public async Task Of_a_thousand_answers()
    {
        var scenes = new SceneSet(new SceneSetOptions { Seed = 1, Split = SceneSplit.Test, Pictures = Answers, Size = 128, QuestionsPerPicture = 1 });
        using VqaModel model = VqaModel.Load("scenes");
        ReportEntry[] entries = [.. scenes.Items.Take(Answers).Select(item =>
        {
            Picture picture = scenes.LoadPicture(item.Picture);
            return new ReportEntry($"scene_{item.Picture}.png", picture, model.Ask(picture, item.Question));
        })];
        HtmlReport.Write(_folder.File("report.html"), "A thousand answers", entries);
        double[] loads = new double[Loads];
        for (int i = 0; i < Loads; i++)
        {
            await using Visit visit = await chromium.Open(new Uri(_folder.File("report.html")));
            await Assertions.Expect(visit.Page.GetByText("1,000 of 1,000 shown")).ToBeVisibleAsync();
            loads[i] = await visit.Page.EvaluateAsync<double>("performance.now()");
        }
        Told("from the file to 1,000 rows", loads, "ms");
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"the report: {new FileInfo(_folder.File("report.html")).Length / 1e6:F1} MB"));
    }
}
