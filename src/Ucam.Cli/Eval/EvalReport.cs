using Ucam.Cli.Terminal;
using Ucam.Studies.Reports.Table;
using Ucam.Vqa;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Datasets;

namespace Ucam.Cli.Eval;

/// <summary>An evaluation as a page: its answers with their pictures, and the maps of the model, which need no passes.</summary>
/// <param name="model">The model.</param>
/// <param name="set">The set.</param>
/// <param name="options">How it was asked.</param>
/// <param name="hasPictures">Whether the set has its pictures; without them there are no maps either.</param>
internal sealed class EvalReport(VqaModel model, IVqaSet set, EvaluationOptions options, bool hasPictures)
{
    private const int Most = 5000;

    private static readonly AskOptions MapsAlone = new() { Passes = 0 };

    /// <summary>Writes the page.</summary>
    public void Write(string path, IReadOnlyList<QuestionResult> results, ConsoleProgress progress, CancellationToken cancel)
    {
        int shown = Math.Min(results.Count, Most);
        if (shown < results.Count) progress.Log($"note: --report shows the first {shown} of {results.Count} answers.");
        bool judges = Judgement.Missing(model.Network, options.Passes, options.Mode) is null;
        var about = new ReportAbout($"Ucam: {set.Name}", null, ReportAbout.FactsOf(model.Network.Config.Name, options.Passes, options.Seed),
            judges ? model.Network.Promises : null);
        ReportItem[] items = new ReportItem[shown];
        var count = new CountProgress("report", "answers", progress);
        int pictures = set.Items.Take(shown).Select(item => item.Picture).Distinct().Count(), done = 0;
        foreach (IGrouping<int, int> group in Enumerable.Range(0, shown).GroupBy(i => set.Items[i].Picture))
        {
            cancel.ThrowIfCancellationRequested();
            Picture? picture = hasPictures ? set.LoadPicture(group.Key) : null;
            ReportImage? image = picture is null ? null : ReportImage.Of(picture, pictures);
            using OpenedPicture? opened = picture is null ? null : model.Unopened(picture);
            string name = NameOf(group.Key, results[group.First()].ImageId);
            foreach (int i in group)
            {
                items[i] = new ReportItem(name, image, AnswerRow.Of(results[i], 0).Placed(model), Details(results[i], opened, cancel));
                count.Report(++done, shown);
            }
        }
        AtomicFile.Write(path, stream => ReportPage.Write(stream, about, items));
    }

    private string NameOf(int picture, long id) => (set as IPictureFiles)?.PictureFile(picture) is { } file ? Path.GetFileName(file) : $"picture {id}";

    private static RowDetails Details(QuestionResult result, OpenedPicture? opened, CancellationToken cancel)
    {
        RowDetails told = RowDetails.Of(result);
        Answer? answer = opened?.Answer(result.Question, MapsAlone, cancel);
        // A map is of the answer; where one pass prefers another one, it would explain what was not said.
        return answer is null || answer.Text != result.Prediction ? told : told with { Maps = RowDetails.Of(answer, by: false).Maps };
    }
}
