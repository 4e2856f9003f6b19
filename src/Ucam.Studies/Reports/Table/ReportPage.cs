using System.Text;

namespace Ucam.Studies.Reports.Table;

/// <summary>A table of answers as one HTML file: with scripts to look through, without them to read.</summary>
internal static class ReportPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="stream">Where to; it stays the caller's.</param>
    /// <param name="about">What is said of all answers.</param>
    /// <param name="items">The answers, in the order they are shown.</param>
    public static void Write(Stream stream, ReportAbout about, IReadOnlyList<ReportItem> items)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), bufferSize: -1, leaveOpen: true);
        writer.NewLine = "\n";
        writer.Write(Html.Head(about.Title, Resource.Text("Ucam.Reports.report.css") + TableScripts.Text(TableScripts.Style), scripts: true));
        // Before anything is laid out, so that what is for reading alone costs nothing.
        writer.WriteLine("<body>\n<script>document.documentElement.classList.add(\"js\");</script>");
        Masthead(writer, about, items);
        writer.WriteLine("<main>\n<div id=\"app\"></div>\n<div id=\"plain\">");
        var pictures = new ReportPictures(items);
        Plain(writer, items, pictures);
        writer.WriteLine("</div>\n</main>");
        writer.WriteLine(ReportGuide.Text);
        writer.WriteLine($"<script type=\"application/json\" id=\"table\">{Table(about, items, pictures).ToJson()}</script>");
        // The section is for what reads the page as XML.
        writer.WriteLine($"<script type=\"module\">\n//<![CDATA[\n{TableScripts.Joined()}//]]>\n</script>\n</body>\n</html>");
    }

    private static AnswerTable Table(ReportAbout about, IReadOnlyList<ReportItem> items, ReportPictures pictures)
    {
        AnswerRow[] rows = ReviewQueue.Ranked([.. items.Select((item, i) => item.Row with { Picture = pictures.Places[i] })]);
        return new AnswerTable(rows, pictures.Names, ThresholdWords.Of(rows, about.Promises)) { Details = [.. items.Select(item => item.Details)] };
    }

    private static void Plain(StreamWriter writer, IReadOnlyList<ReportItem> items, ReportPictures pictures)
    {
        var shown = new Dictionary<int, int>();
        for (int i = 0; i < items.Count; i++)
        {
            int place = pictures.Places[i];
            shown.TryAdd(place, i + 1);
            PlainEntry.Write(writer, items[i], i + 1, place, shown[place]);
        }
    }

    private static void Masthead(StreamWriter writer, ReportAbout about, IReadOnlyList<ReportItem> items)
    {
        writer.WriteLine($"<header class=\"masthead\">\n<h1>{Html.Text(about.Title)}</h1>");
        if (!string.IsNullOrWhiteSpace(about.Intro)) writer.WriteLine($"<p class=\"intro\">{Html.Text(about.Intro)}</p>");
        if (about.Facts is { } facts) writer.WriteLine($"<p class=\"facts\">{Html.Text(facts)}</p>");
        writer.WriteLine($"<p class=\"count\">{items.Count} {(items.Count == 1 ? "question" : "questions")}</p>\n<ul class=\"tally\">");
        foreach ((int step, int count) in items.CountBy(item => item.Row.Step).OrderBy(c => c.Key))
            writer.WriteLine($"<li class=\"c{step}\"><b>{count}</b> {AnswerRow.WordOf(step)}</li>");
        writer.WriteLine("</ul>\n</header>");
    }
}
