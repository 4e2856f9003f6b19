using System.Text;
using Ucam.Studies.Reports;

namespace Ucam.Studies;

/// <summary>One self-contained HTML file with every answer: no server, no network, works with scripts off, on a phone and in the dark.</summary>
public static class HtmlReport
{
    /// <summary>Writes the report; pictures are embedded at up to 448 pixels a side. An existing file is replaced whole or not at all.</summary>
    /// <param name="path">The file, usually ending in .html; its folder must exist.</param>
    /// <param name="title">The heading.</param>
    /// <param name="entries">The answers, in the order they are shown.</param>
    /// <param name="intro">A paragraph below the heading: the model, the data, the date.</param>
    /// <exception cref="UcamException">No such folder, no permission, or no space.</exception>
    public static void Write(string path, string title, IReadOnlyList<ReportEntry> entries, string? intro = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(entries);
        AtomicFile.Write(path, stream => Write(stream, title, entries, intro));
    }

    /// <summary>The same into a stream, which stays the caller's.</summary>
    internal static void Write(Stream stream, string title, IReadOnlyList<ReportEntry> entries, string? intro = null)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), bufferSize: -1, leaveOpen: true);
        writer.NewLine = "\n";
        writer.Write(Html.Head(title, Resource.Text("Ucam.Reports.report.css"), scripts: true));
        writer.WriteLine("<body>");
        Masthead(writer, title, intro, entries);
        if (entries.Count > 1) Tools(writer, entries);
        writer.WriteLine("<main id=\"entries\">");
        for (var i = 0; i < entries.Count; i++) HtmlEntry.Write(writer, entries[i], i + 1);
        writer.WriteLine("</main>");
        Guide(writer);
        writer.WriteLine($"<script>\n{Resource.Text("Ucam.Reports.report.js")}</script>\n</body>\n</html>");
    }

    private static void Masthead(TextWriter writer, string title, string? intro, IReadOnlyList<ReportEntry> entries)
    {
        writer.WriteLine($"<header class=\"masthead\">\n<h1>{Html.Text(title)}</h1>");
        if (!string.IsNullOrWhiteSpace(intro)) writer.WriteLine($"<p class=\"intro\">{Html.Text(intro)}</p>");
        writer.WriteLine($"<p class=\"count\">{entries.Count} {(entries.Count == 1 ? "question" : "questions")}</p>\n<ul class=\"tally\">");
        foreach (var (certainty, count) in Tally(entries))
            writer.WriteLine($"<li style=\"flex-grow:{count}\" class=\"c{(int)certainty}\"><b>{count}</b> {InWords.Word(certainty)}</li>");
        writer.WriteLine("</ul>\n</header>");
    }

    private static IEnumerable<(Sureness Sureness, int Count)> Tally(IReadOnlyList<ReportEntry> entries) =>
        entries.CountBy(e => InWords.Sureness(e.Answer)).OrderBy(c => c.Key).Select(c => (c.Key, c.Value));

    private static void Tools(TextWriter writer, IReadOnlyList<ReportEntry> entries)
    {
        writer.WriteLine("""
            <form class="tools" id="tools" hidden="hidden">
            <label>Sort <select id="sort"><option value="order">as asked</option><option value="unsure">least sure first</option><option value="sure">surest first</option>
            """);
        if (entries.Any(e => e.Answer.Certainty.IsKnown))
            writer.WriteLine("<option value=\"wrong\">least likely right first</option><option value=\"right\">likeliest right first</option>");
        writer.WriteLine("</select></label>\n<label>Show <select id=\"filter\"><option value=\"\">all answers</option>");
        foreach (var (certainty, count) in Tally(entries))
            writer.WriteLine($"<option value=\"{(int)certainty}\">{InWords.Word(certainty)} ({count})</option>");
        writer.WriteLine("<option value=\"warn\">with a warning</option></select></label>\n<label>View "
            + "<select id=\"view\"><option value=\"picture\">pictures</option>");
        foreach (MapKind kind in entries.SelectMany(e => e.Answer.Maps).Select(m => m.Kind).Distinct().Order())
            writer.WriteLine($"<option value=\"{kind}\">{Html.Text(MapLabel.Title(kind)).ToLowerInvariant()}</option>");
        writer.WriteLine("</select></label>\n<output id=\"shown\" aria-live=\"polite\"></output>\n</form>");
    }

    private static void Guide(TextWriter writer) => writer.WriteLine("""
        <footer class="guide">
        <h2>How to read this</h2>
        <dl>
        <dt>How likely right</dt>
        <dd>Learned from questions that the model was not trained on: how its answers, where it looked, and what speaks for and against them differ between right and wrong answers. The words follow from it, and beside them stands how many of the held-out answers called the same were right. It holds for pictures and questions like those; what moved it most is said below it.</dd>
        <dt>Several answers with a share</dt>
        <dd>“red or orange (90 %)”: such sets hold the answer that most people give to so many questions like the held-out ones, those where one answer will do among them.</dd>
        <dt>How sure, where that is not known</dt>
        <dd>The model answers many times with random parts of it switched off. If the answers agree, it is sure; if they scatter, it is not. The words follow from the doubt then: sure below 1.35 equally likely answers, fairly sure below 1.75, unsure below 3.5, guessing above; never sure where a picture or a question is unlike the training data.</dd>
        <dt>Doubt</dt>
        <dd>The entropy of the mean answer, in nats: 0 is none, 0.69 is a coin toss, 1.1 is three answers equally likely. An answer that people disagree on can be right in spite of it.</dd>
        <dt><span class="key data"></span>Data doubt</dt>
        <dd>Lies in the picture and the question: blur, something hidden, a colour between two names, a vague question. People would disagree too, and more training would not help.</dd>
        <dt><span class="key model"></span>Model doubt</dt>
        <dd>Lies in the model: it has seen too little of this kind. More training on such cases would lessen it.</dd>
        <dt>Not parted</dt>
        <dd>Where a word is unknown or the picture is unlike the training data, the doubt is shown whole: what the parts say is learned from training data, and holds for pictures and words like those only. One pass without dropout cannot tell the parts either.</dd>
        <dt>Maps</dt>
        <dd>Yellow is the highest value of each map, no colour its lowest: two maps' colours say nothing of which is stronger. “Half in 3 % of the picture” says how far a map is spread: what is lit holds little of a map whose half takes a quarter of the picture. Where it looked is the model's attention; what speaks for the answer is what of that raises the answer's probability, and where there is doubt another map shows what the doubt hangs on: where the picture, seen otherwise, would change the doubt most. “Next to nothing” means that the map holds too little to be drawn. A map explains the model, not the world.</dd>
        <dt>Warnings</dt>
        <dd>A picture or a question unlike the training data is marked.</dd>
        </dl>
        </footer>
        """);
}
