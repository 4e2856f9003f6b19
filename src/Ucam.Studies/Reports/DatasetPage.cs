using System.Text;
using Ucam.Studies.Reports;
using Ucam.Vqa;

namespace Ucam.Studies;

/// <summary>
/// One self-contained HTML page of samples of a set: pictures, questions, what people answered, regions, people's maps and explanations.
/// </summary>
public static class DatasetPage
{
    private const int Side = 320, Grid = 32;

    /// <summary>Writes the page; an existing file is replaced whole or not at all.</summary>
    /// <param name="path">The file, usually ending in .html; its folder must exist.</param>
    /// <param name="set">The set.</param>
    /// <param name="items">The questions to show, by their places in the set.</param>
    /// <param name="intro">A paragraph below the heading: the files, the counts.</param>
    /// <exception cref="UcamException">A picture cannot be read, or the page cannot be written.</exception>
    public static void Write(string path, IVqaSet set, IReadOnlyList<int> items, string? intro = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(items);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), bufferSize: -1, leaveOpen: true);
            writer.NewLine = "\n";
            writer.Write(Html.Head(set.Name, Resource.Text("Ucam.Reports.report.css") + Resource.Text("Ucam.Reports.dataset.css")));
            writer.WriteLine($"<body class=\"dataset\">\n<header class=\"masthead\">\n<h1>{Html.Text(set.Name)}</h1>");
            writer.WriteLine($"<p class=\"intro\">{items.Count} of {set.Items.Count} questions about "
                + $"{set.PictureCount} pictures. {Html.Text(intro ?? "")}</p>\n</header>\n<main>");
            foreach (int item in items) Entry(writer, set, item);
            writer.WriteLine("</main>\n</body>\n</html>");
        });
    }

    private static void Entry(TextWriter writer, IVqaSet set, int index)
    {
        VqaItem item = set.Items[index];
        Picture picture = ReportPicture.Within(set.LoadPicture(item.Picture), Side);
        writer.WriteLine("<article>");
        Figure(writer, picture, "picture");
        if ((set as IRegionTruth)?.Region(index, Grid, Grid) is { } region && region.Cast<float>().Any(share => share > 0))
            Figure(writer, ReportPicture.Overlay(picture, region), "region");
        IReadOnlyList<float[,]> maps = (set as IPeopleAttention)?.PeopleMaps(index, Grid, Grid) ?? [];
        for (int m = 0; m < maps.Count; m++) Figure(writer, ReportPicture.Overlay(picture, maps[m]), $"person {m + 1}");
        writer.WriteLine($"<h2>{Html.Text(item.Question)}</h2>");
        var counted = item.Answers.CountBy(a => a).OrderByDescending(a => a.Value);
        IEnumerable<string> answers = counted.Select(a => $"<b>{Html.Text(a.Key)}</b> {a.Value}");
        if (item.AnswerConfidences is { } sure && sure.Any(word => word != "yes"))
            answers = answers.Append(string.Join(", ", sure.CountBy(word => word).OrderByDescending(w => w.Value)
                .Select(w => $"sure: {Html.Text(w.Key)} {w.Value}")));
        writer.WriteLine($"<p>{(item.Answers.Count == 0 ? "no answers" : string.Join(", ", answers))}</p>");
        if (item.Explanations.Count > 0) writer.WriteLine($"<ul>{string.Concat(item.Explanations.Select(e => $"<li>{Html.Text(e)}</li>"))}</ul>");
        string[] facts =
            [$"question {item.QuestionId}", $"picture {item.ImageId}", item.Source ?? "", item.ImageSource ?? "", item.QuestionType, item.AnswerType];
        writer.WriteLine($"<p class=\"id\">{Html.Text(string.Join(" · ", facts.Where(f => f.Length > 0)))}</p>\n</article>");
    }

    private static void Figure(TextWriter writer, Picture picture, string caption) =>
        writer.WriteLine($"<figure><img alt=\"{caption}\" width=\"{picture.Width}\" height=\"{picture.Height}\" "
            + $"src=\"{ReportPicture.Data(picture)}\" /><figcaption>{caption}</figcaption></figure>");
}
